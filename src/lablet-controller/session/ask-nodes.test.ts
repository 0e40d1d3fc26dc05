import { ScoreReportFile } from '@lcm/core/contracts/grading';
import { DefinitionId } from '@lcm/core/domain/definition';
import { blobKey } from '@lcm/core/ports/blobs';
import { cmlNodeId } from '@lcm/core/ports/cml';
import { expect, test } from 'vitest';
import { readEvidence } from '../evidence/stored-evidence.ts';
import { start, World } from '../testing/world.ts';

const minute = 60_000;
const end = start + 60 * minute;

const asking = `
format: lcm-grading/1
title: What nodes say
cutScore: 50
sections:
  - id: all
    title: All
    items:
      - { id: name, title: R1 has its name, points: 1, node: R1, check: { lines: [hostname R1] } }
      - { id: vlan, title: VLAN 10 is there, points: 2, node: R1, check: { output: show vlan brief, lines: [10 Users] } }
      - { id: reach, title: R2 answers, points: 3, node: R1, check: { reach: 10.0.0.2 } }
      - { id: link, title: It is cabled, points: 4, node: R1, check: { interface: e0/0, state: up, to: R2 } }
`;

async function world(): Promise<World> {
  const made = await new World().prepare({ by: asking });
  made.answers.set('show vlan brief', '10   Users   active');
  made.answers.set('ping 10.0.0.2', 'Success rate is 100 percent (5/5)');
  await made.live(start - minute);
  made.commit({ type: 'SessionStarted', at: made.clock.now() });
  return made;
}

/** Two routers on one cable, as CML tells it. */
function cable(made: World): void {
  const seen = { state: 'STARTED' } as const;
  const node = (label: string) => ({
    ...seen,
    id: cmlNodeId(label),
    label,
    nodeDefinition: 'iol-xe',
    x: 0,
    y: 0,
    tags: [],
    configurationHash: '',
    interfaces: [
      { ...seen, id: `${label}-0`, label: 'Ethernet0/0', type: 'physical', addresses: [], isConnected: true },
    ],
  });
  const ends = [
    { node: cmlNodeId('R1'), interface: 'R1-0' },
    { node: cmlNodeId('R2'), interface: 'R2-0' },
  ] as const;
  made.labs.topology = async () => ({
    nodes: [node('R1'), node('R2')],
    links: [{ ...seen, id: 'l0', label: '', ends }],
    annotations: 0,
  });
}

async function statuses(made: World): Promise<Record<string, string>> {
  const content = await made.blobs.get(blobKey(made.session.score?.reportKey ?? ''));
  const report = ScoreReportFile.parse(JSON.parse(new TextDecoder().decode(content)));
  return Object.fromEntries(report.sections.flatMap(({ items }) => items.map(({ id, status }) => [id, status])));
}

test('nodes are asked at the end what the rules want to know, at their consoles', async () => {
  const made = await world();
  cable(made);
  await made.live(end + 20 * minute);
  expect(made.asked).toEqual(['20000 show vlan brief', '20000 ping 10.0.0.2']);
  expect(made.session.score).toMatchObject({ points: 10, result: 'pass' });
  const evidence = await readEvidence(made.blobs, made.session.evidenceKey);
  expect(new TextDecoder().decode(evidence?.files.get('outputs/R1.json'))).toContain('Success rate is 100 percent');
});

test('what nobody answers is not gradable, and the session ends in order', async () => {
  const made = await world();
  made.answers.clear();
  await made.live(end + 20 * minute);
  expect(made.session).toMatchObject({
    status: 'archived',
    outcome: { result: 'completed' },
    score: { points: 1, result: 'fail', notGradablePoints: 9 },
  });
  expect(await statuses(made)).toEqual({
    name: 'passed',
    vlan: 'not-gradable',
    reach: 'not-gradable',
    link: 'not-gradable',
  });
});

test('nothing is typed beside a candidate who works', async () => {
  const made = await world();
  cable(made);
  const order = { cause: 'reread', by: 'mia', rulesOf: DefinitionId.parse('def_1') } as const;
  made.commit({ type: 'SessionRegradeAsked', order, at: made.clock.now() });
  await made.live(start + 10 * minute);
  expect(made.asked).toEqual([]);
  expect(await statuses(made)).toEqual({ name: 'passed', vlan: 'not-gradable', reach: 'not-gradable', link: 'passed' });
});
