import { existsSync, readFileSync } from 'node:fs';
import type { CmlModel } from '@lcm/cml-simulator/model/model';
import { label } from '@lcm/cml-simulator/model/power';
import { LabCheck, UploadedDefinition } from '@lcm/core/contracts/lab-upload';
import { SuggestedRules } from '@lcm/core/contracts/suggested-rules';
import { parseTopology } from '@lcm/core/contracts/topology';
import type { Actor } from '@lcm/core/domain/access';
import type { Session } from '@lcm/core/domain/session';
import { beforeAll, describe, expect, test } from 'vitest';
import { idOf } from './asking.ts';
import { CalmWorld } from './calm-world.ts';
import { typeSolution } from './exams/type-solution.ts';

const author: Actor = { id: 'ada', name: 'Ada Author', roles: ['lab-author'] };
const candidate: Actor = { id: 'cora', name: 'Cora Candidate', roles: ['user'] };

/** A lab as its author has it; whoever has no rules has them suggested. */
function labOf(name: string) {
  const place = new URL(`labs-of-others/${name}/`, import.meta.url);
  const [lab, solution] = ['cml.yaml', 'solution.yaml'].map((file) => readFileSync(new URL(file, place), 'utf8'));
  const rules = new URL('grading.yaml', place);
  const grading = existsSync(rules) ? readFileSync(rules, 'utf8') : undefined;
  if (lab === undefined || solution === undefined) throw new Error(`${name} is no lab with a solution`);
  return { lab, solution, grading };
}

type Work = (session: Session) => void;

async function publish(calm: CalmWorld, upload: object): Promise<string> {
  const { warnings, faults } = LabCheck.parse(await calm.ask('CheckUpload', upload, author));
  expect({ warnings, faults }).toEqual({ warnings: [], faults: [] });
  return UploadedDefinition.parse(await calm.ask('UploadDefinition', upload, author)).id;
}

/** One session from its booking to the archive, with whatever its candidate does. */
async function sit(calm: CalmWorld, definitionId: string, work: Work): Promise<Session> {
  const id = idOf(await calm.ask('BookSession', { definitionId }, candidate));
  const ready = await calm.session(id, 'ready');
  expect(ready).toMatchObject({ status: 'ready' });
  calm.world.lds.act(ready.delivery?.id ?? '', 'start');
  work(await calm.session(id, 'running'));
  calm.world.lds.act(ready.delivery?.id ?? '', 'finish');
  return calm.session(id, 'archived');
}

/** The solution at the consoles of a lab that is up. */
function typing({ world }: CalmWorld, solution: string): Work {
  const read = parseTopology(solution);
  const devices = read.ok ? read.value.nodes.filter(({ nodeDefinition }) => nodeDefinition.startsWith('io')) : [];
  const wanted = new Map(devices.map((node) => [node.label, node.configuration]));
  return (session) => {
    const cml = hostOf(session, world);
    const nodes = cml.state.labs.find(({ id }) => id === session.lab?.id)?.nodes ?? [];
    for (const node of nodes.filter((each) => wanted.has(label(each))))
      typeSolution(cml, node, wanted.get(label(node)) ?? '');
  };
}

function hostOf({ placement }: Session, world: CalmWorld['world']): CmlModel {
  const cml = world.cmlOf(world.auditor.workers.get(placement?.workerId ?? '')?.instanceId ?? '');
  if (cml === undefined) throw new Error('its host is not up');
  return cml;
}

const nothing: Work = () => undefined;

/** At the consoles of the simulated CML only IOS can be typed: of the others the solved lab itself is booked. */
const labs = [
  { name: 'branch-office', isTyped: true, start: 1, most: 11 },
  { name: 'old-campus', isTyped: true, start: 0, most: 12 },
  { name: 'fabric', isTyped: false, start: 0, most: 10 },
  { name: 'provider-core', isTyped: false, start: 0, most: 10 },
  { name: 'firewall', isTyped: false, start: 1, most: 10 },
] as const;

describe('labs as others have them, of several systems and in several formats', () => {
  let calm: CalmWorld;
  beforeAll(async () => {
    calm = await CalmWorld.open();
    // What its CML says of kinds of nodes is known once a host was up.
    await sit(calm, await publish(calm, { yaml: labOf('old-campus').lab, slug: 'first' }), nothing);
  });

  test.each(labs)('$name is booked and graded: untouched low, solved full marks', async (each) => {
    const { name: slug, isTyped, start: points, most: maxPoints } = each;
    const { lab, solution, grading = await suggested(calm, { yaml: lab, solution }) } = labOf(slug);
    const definitionId = await publish(calm, { yaml: lab, slug, grading });
    const untouched = await sit(calm, definitionId, nothing);
    const outcome = { result: 'completed' };
    expect(untouched).toMatchObject({ outcome, score: { points, maxPoints, result: 'fail' } });
    const solved = isTyped ? definitionId : await publish(calm, { yaml: solution, slug: `${slug}-solved`, grading });
    const done = await sit(calm, solved, isTyped ? typing(calm, solution) : nothing);
    expect(done).toMatchObject({ outcome, score: { points: maxPoints, maxPoints, result: 'pass' } });
    expect(calm.world.cmlServers().flatMap(([, cml]) => cml.state.labs)).toEqual([]);
    expect(calm.world.auditor.violations).toEqual([]);
  });
});

async function suggested(calm: CalmWorld, texts: object): Promise<string> {
  const { grading, ...proof } = SuggestedRules.parse(await calm.ask('SuggestRules', texts, author));
  expect(proof).toMatchObject({ startPercent: 0, solutionPercent: 100 });
  return grading;
}
