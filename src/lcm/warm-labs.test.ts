import { sessions } from '@lcm/control-plane-api/application/aggregates';
import { openLabPlane } from '@lcm/control-plane-api/testing/lab-plane';
import { demoDefinition } from '@lcm/control-plane-api/testing/plane';
import { builtInGradingEngine } from '@lcm/core/adapters/grading-engine/built-in-grading-engine';
import { DefinitionId } from '@lcm/core/domain/definition';
import { isSpare } from '@lcm/core/domain/lab';
import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { aDefinitionContent, hour, sessionBooked, testNow } from '@lcm/core/domain/testing';
import { ReservationId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { gradingEnginesOf } from '@lcm/core/ports/grading-engine';
import { oneDelivery } from '@lcm/core/ports/lab-delivery';
import { labReconciler } from '@lcm/lablet-controller/lab/lab-reconciler';
import { sessionReconciler } from '@lcm/lablet-controller/session/session-reconciler';
import { FakeDelivery } from '@lcm/lablet-controller/testing/fake-delivery';
import { FakeLabs } from '@lcm/lablet-controller/testing/fake-labs';
import { warmLabsRound } from '@lcm/lablet-controller/warm/warm-labs-round';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dying } from './testing/dying.ts';

const ids = ['ses_1', 'ses_2'].map((id) => SessionId.parse(id));
const quiet = new AbortController().signal;
const definitionId = DefinitionId.parse(demoDefinition);

/** Brought as far as the import of its lab. */
function aSessionAtImport(id: SessionId, number: number, { workerId }: { readonly workerId: WorkerOfPlane }) {
  const booked = sessionBooked(number, { id });
  const [from, end] = [testNow, instant(testNow + hour)];
  const verdict = { decidedAt: testNow, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
  const step = { pipeline: 'instantiate', step: 'await_worker', message: 'it is ready', at: testNow } as const;
  const placement = { ...placeOf(workerId, number), from, until: end };
  const events: readonly SessionEvent[] = [
    { ...booked, definition: { ...booked.definition, id: definitionId } },
    { type: 'SessionScheduled', timeslot: { start: from, end }, placement, verdict, at: testNow },
    { type: 'SessionInstantiationStarted', at: testNow },
    { type: 'SessionStepStarted', ...step },
    { type: 'SessionStepDone', ...step, output: {} },
  ];
  return events;
}

type WorkerOfPlane = Awaited<ReturnType<typeof openLabPlane>>['workerId'];

function placeOf(workerId: WorkerOfPlane, number: number) {
  const reservationId = ReservationId.parse(`res_${number}`);
  return { workerId, workerName: 'w1', reservationId, ports: { PC1_serial: 2000 + number }, why: 'fits' };
}

/** One lab waits on a worker, and two sessions want theirs. */
async function aRace() {
  const on = await openLabPlane();
  const { plane, clock, views } = on.plane;
  const labs = new FakeLabs(clock);
  const topology: Blobs = {
    put: async () => blobKey(aDefinitionContent.topologyKey),
    get: async () => new Uint8Array(),
    delete: async () => undefined,
  };
  const depsOf = (controlPlane: ControlPlane, token: number) => ({
    controlPlane,
    cml: labs,
    blobs: topology,
    clock,
    deliveries: oneDelivery(new FakeDelivery()),
    leadership: { fence: () => ({ election: 'lablet-controller', token }), mayAct: () => true },
    cmlAccess: { username: 'admin', password: 'secret' },
    deviceHostOf: () => undefined,
    graders: gradingEnginesOf(builtInGradingEngine(clock), undefined),
    pollMs: 5_000,
  });
  const first = depsOf(plane.forService('lablet-controller'), 1);
  await on.answer('SetWarmDepth', { definitionId, depth: 1 });
  await on.answer('StartWorker', { workerId: on.workerId });
  await warmLabsRound(first, quiet);
  const record = views.list('lab')[0]?.state.id;
  if (record === undefined) throw new Error('no warm lab was asked for');
  for (let look = 0; look < 4; look += 1) await labReconciler(first).reconcile(record, quiet);
  for (const [index, id] of ids.entries()) await on.commit(sessions, id, aSessionAtImport(id, index + 1, on));
  /** Both are looked at in turn, so often, by a controller that may die. */
  const look = async (controlPlane: ControlPlane, token: number, looks: number): Promise<void> => {
    const reconciler = sessionReconciler(depsOf(controlPlane, token));
    for (let count = 0; count < looks; count += 1)
      for (const id of ids) await reconciler.reconcile(id, quiet).catch(() => undefined);
  };
  return { look, labs, views, plane, record };
}

test('of two sessions that want one warm lab one has it, wherever the controller dies, and the other one of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.boolean(), async (at, isHeard) => {
      const { look, labs, views, plane, record } = await aRace();
      expect(views.list('lab').map(({ state }) => isSpare(state))).toEqual([true]);
      await look(dying(plane.forService('lablet-controller'), { at, isHeard }), 2, 6);
      await look(plane.forService('lablet-controller'), 3, 6);
      const made = ids.map((id) => views.get('session', id)?.state.lab);
      expect(made.filter((lab) => lab?.warmLab === record)).toHaveLength(1);
      expect(new Set(made.map((lab) => lab?.id)).size).toBe(2);
      expect(labs.remaining).toHaveLength(2);
      expect(new Set(labs.remaining)).toEqual(new Set(made.map((lab) => lab?.title)));
      expect(views.get('lab', record)?.state.bindings).toHaveLength(1);
    }),
    { numRuns: 16 },
  );
});
