import { SessionNodes } from '@lcm/core/contracts/lab-statistics';
import { labRecordIdOf } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { testNow } from '@lcm/core/domain/testing';
import { ReservationId } from '@lcm/core/domain/worker';
import { instant, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions, workers } from '../../application/aggregates.ts';
import { openLabPlane } from '../../testing/lab-plane.ts';
import { demoDefinition } from '../../testing/plane.ts';
import { settle } from '../../testing/sse-harness.ts';

const uma = { role: 'user', id: 'uma' } as const;
const controller = { role: 'lablet-controller' } as const;
const at = testNow;
const of = { pipeline: 'instantiate', step: 'import_lab', message: '' } as const;

/** A session of uma's whose lab is being started. */
async function opened() {
  const on = await openLabPlane();
  const { plane, commit, workerId } = on;
  const { call } = plane;
  const booking = call('BookSession', { definitionId: demoDefinition }, uma);
  await settle();
  plane.clock.step(2_000);
  await booking;
  const sessionId = SessionId.parse(plane.views.list('session')[0]?.state.id ?? '');
  const [from, until] = [at, instant(at + 3_600_000)];
  const reservationId = ReservationId.parse('res_1');
  const placement = { workerId, workerName: 'one', reservationId, from, until, ports: {}, why: '' };
  const verdict = { decidedAt: at, placed: true, summary: '', workers: [], wouldHelp: [] };
  await commit(sessions, sessionId, [
    { type: 'SessionScheduled', placement, timeslot: { start: from, end: until }, verdict, at },
    { type: 'SessionInstantiationStarted', at },
  ]);
  const imported = async (): Promise<string> => {
    const lab = { id: 'a', title: 'Lab', launch: 1 };
    await commit(sessions, sessionId, [{ type: 'SessionStepDone', ...of, output: { lab }, at }]);
    return on.find('a', { sighting: 'booted', rawState: 'STARTED' });
  };
  const ask = async () => SessionNodes.parse(await on.answer('GetSessionNodes', { sessionId }, uma));
  return { ...on, sessionId, imported, ask };
}

function node(label: string, state: string): object {
  return { label, state, cpuPercent: 6, diskReadBytes: 300, diskWrittenBytes: 16 };
}

test('whoever has a session sees how each node of its lab comes up, and nothing else of them', async () => {
  const { ask, imported, answer } = await opened();
  expect(await ask()).toMatchObject({ nodes: [] });
  const labRecordId = await imported();
  const asked = ask();
  await settle();
  const nodes = [node('R1', 'BOOTED'), node('R2', 'STARTED')];
  await answer('ReportLabStatistics', { readings: [{ labRecordId, at: toIso(at), nodes, links: [] }] }, controller);
  expect((await asked).nodes).toEqual([
    { label: 'R1', state: 'BOOTED' },
    { label: 'R2', state: 'STARTED' },
  ]);
});

test('nodes on a host that is down are not waited for, and said to be so', async () => {
  const { ask, imported, commit, workerId } = await opened();
  await imported();
  await commit(workers, workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at }]);
  expect(await ask()).toMatchObject({ nodes: [], trouble: expect.stringContaining('its CML starting') });
});

test('the nodes of a session are nobody else’s to see, and none are told once its lab is deleted', async () => {
  const { ask, imported, refusal, answer, sessionId, plane, workerId } = await opened();
  expect(await refusal('GetSessionNodes', { sessionId }, { role: 'user', id: 'uli' })).toMatch(/^session.unknown/);
  const labRecordId = labRecordIdOf({ workerId, launch: 1, cmlLabId: 'a' });
  await imported();
  const expectedVersion = plane.views.get('lab', labRecordId)?.version;
  const report = { type: 'missing', reason: 'it was deleted' };
  await answer('ReportLab', { labRecordId, expectedVersion, report }, controller);
  expect(await ask()).toEqual({ sessionId, nodes: [] });
});
