import { DefinitionView } from '@lcm/core/contracts/definition';
import { Verdict } from '@lcm/core/contracts/session';
import { WarmLabs } from '@lcm/core/contracts/warm-lab';
import { DefinitionId } from '@lcm/core/domain/definition';
import { type LabRecordId, type LabReport, warmLabId } from '@lcm/core/domain/lab';
import type { SessionEvent } from '@lcm/core/domain/session';
import { sessionBooked, testNow } from '@lcm/core/domain/testing';
import { WorkerId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { beforeEach, expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { type LabPlane, openLabPlane } from '../../testing/lab-plane.ts';
import { demoDefinition } from '../../testing/plane.ts';

const controller = { role: 'lablet-controller' } as const;
const author = { role: 'lab-author', id: 'arno' } as const;
const definitionId = DefinitionId.parse(demoDefinition);
const place = { workerId: WorkerId.parse('wkr_1'), launch: 1, definitionId };

let on: LabPlane;

beforeEach(async () => {
  on = await openLabPlane();
});

async function report(labRecordId: LabRecordId, expectedVersion: number, seen: LabReport): Promise<void> {
  await on.answer('ReportLab', { labRecordId, expectedVersion, report: seen }, controller);
}

async function aWarmLab(number: number): Promise<LabRecordId> {
  const labRecordId = warmLabId(place, number);
  await on.answer('MakeWarmLab', { labRecordId, ...place }, controller);
  await report(labRecordId, 1, { type: 'acting', message: 'imported', cmlLabId: `cml-${number}` });
  await report(labRecordId, 2, { type: 'action-done', status: 'defined', message: 'it is there' });
  return labRecordId;
}

async function warmLabs(): Promise<WarmLabs> {
  return WarmLabs.parse(await on.answer('GetWarmLabs', { definitionId }, { role: 'user' }));
}

test('an author says how many are kept, as far as the definition can be booked', async () => {
  const set = await on.answer('SetWarmDepth', { definitionId, depth: 2, reason: 'a class every morning' }, author);
  expect(DefinitionView.parse(set)).toMatchObject({ warmDepth: 2, status: 'active' });
  expect(await on.refusal('SetWarmDepth', { definitionId, depth: 2 }, { role: 'manager' })).toMatch(/^access/);
  expect(await on.refusal('SetWarmDepth', { definitionId: 'def_none', depth: 1 }, author)).toMatch(
    /^definition.unknown/,
  );
  await on.answer('DeactivateDefinition', { definitionId }, author);
  expect(await on.refusal('SetWarmDepth', { definitionId, depth: 3 }, author)).toBe(
    'definition.not-active: A definition that is inactive cannot be booked, so no labs of it are kept ready.',
  );
  expect(DefinitionView.parse(await on.answer('SetWarmDepth', { definitionId, depth: 0 }, author)).warmDepth).toBe(0);
});

test('a warm lab is made once however often it is asked for, is taken once, and is shown where it is', async () => {
  const first = await aWarmLab(0);
  await on.answer('MakeWarmLab', { labRecordId: first, ...place }, controller);
  await aWarmLab(1);
  expect(await warmLabs()).toMatchObject({ depth: 0, workers: [{ workerId: 'wkr_1', ready: 2, underWay: 0 }] });
  await report(first, 3, { type: 'taken', sessionId: sessionBooked().id });
  const other = { type: 'taken', sessionId: sessionBooked(2).id };
  expect(await on.refusal('ReportLab', { labRecordId: first, expectedVersion: 4, report: other }, controller)).toMatch(
    /^lab.bound-elsewhere/,
  );
  expect((await warmLabs()).workers).toMatchObject([{ ready: 1 }]);
});

test('a dry run says whether a lab waits where it would go', async () => {
  const dryRun = async () => Verdict.parse(await on.answer('DryRunSession', { definitionId }, { role: 'user' }));
  expect(await dryRun()).toMatchObject({ placed: true, lab: 'imported' });
  const lab = await aWarmLab(0);
  expect(await dryRun()).toMatchObject({ placed: true, lab: 'warm' });
  await report(lab, 3, { type: 'taken', sessionId: sessionBooked().id });
  expect(await dryRun()).toMatchObject({ placed: true, lab: 'imported' });
});

test('one that is not wanted any more is taken away, but for those that are somebody’s', async () => {
  const [first, second] = [await aWarmLab(0), await aWarmLab(1)];
  await report(first, 3, { type: 'taken', sessionId: sessionBooked().id });
  const reason = 'none are wanted';
  expect(await on.refusal('DropWarmLab', { labRecordId: first, reason }, controller)).toMatch(/^lab.not-warm/);
  await on.answer('DropWarmLab', { labRecordId: second, reason }, controller);
  expect((await warmLabs()).workers).toMatchObject([{ ready: 0, underWay: 1 }]);
  const byHand = await on.find();
  expect(await on.refusal('DropWarmLab', { labRecordId: byHand, reason }, controller)).toMatch(/^lab.not-warm/);
});

test('what they are worth is the difference of the medians of what sessions really took', async () => {
  const took = [
    { seconds: 100, isWarm: true },
    { seconds: 110, isWarm: true },
    { seconds: 190, isWarm: false },
    { seconds: 170, isWarm: false },
    { seconds: 180, isWarm: false },
  ];
  for (const [number, { seconds, isWarm }] of took.entries()) await aStartedSession(number + 1, seconds, isWarm);
  const { warm, fresh } = await warmLabs();
  expect({ warm, fresh }).toEqual({
    warm: { sessions: 2, medianSeconds: 105 },
    fresh: { sessions: 3, medianSeconds: 180 },
  });
});

function step(name: string, at: number, lab?: object): SessionEvent[] {
  const of = { pipeline: 'instantiate', step: name, message: 'done', at: instant(at) } as const;
  return [
    { type: 'SessionStepStarted', ...of },
    { type: 'SessionStepDone', ...of, output: { ...lab } },
  ];
}

async function aStartedSession(number: number, seconds: number, isWarm: boolean): Promise<void> {
  const booked = sessionBooked(number);
  const made = { id: `cml-${number}`, title: 'VLANs', ...(isWarm && { warmLab: warmLabId(place, number) }) };
  await on.commit(sessions, booked.id, [
    { ...booked, definition: { ...booked.definition, id: definitionId } },
    { type: 'SessionInstantiationStarted', at: testNow },
    ...step('await_worker', testNow),
    ...step('import_lab', testNow, { lab: made }),
    ...step('start_lab', testNow + seconds * 1000),
  ]);
}
