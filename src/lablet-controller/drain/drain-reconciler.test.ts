import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { sessionBooked, testNow, workerCreated } from '@lcm/core/domain/testing';
import { ReservationId, type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, instant } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { expect, test } from 'vitest';
import { drainReconciler } from './drain-reconciler.ts';

const minute = 60_000;
const workerId = WorkerId.parse('wkr_1');
const elsewhere = WorkerId.parse('wkr_2');
const at = testNow;
const forced: WorkerEvent[] = [
  { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
  { type: 'WorkerStatusChanged', to: 'draining', reason: 'upgrade', at },
  { type: 'WorkerDrainForced', reason: 'it has to go now', by: 'ana', at },
];

/** A worker that drains, its sessions in every state, and those of others. */
class World {
  readonly clock = new FakeClock(at);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  #reconciler = this.#open();

  constructor(events: readonly WorkerEvent[] = forced) {
    this.controlPlane.workers.append(workerId, [workerCreated(), ...events]);
    this.#place(1, workerId);
    this.#place(2, workerId, { type: 'SessionInstantiationStarted', at });
    this.#place(3, workerId, ...atWork);
    this.#place(4, workerId, ...atWork, {
      type: 'SessionStopping',
      outcome: { result: 'terminated', reason: 'x' },
      at,
    });
    this.#place(5, elsewhere, ...atWork);
    this.#place(6, workerId);
  }

  #open() {
    const { controlPlane, clock } = this;
    const leadership = { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => true };
    return drainReconciler({ controlPlane, clock, leadership, pollMs: 5_000 });
  }

  #place(number: number, on: WorkerId, ...events: readonly SessionEvent[]): void {
    const id = SessionId.parse(`ses_${number}`);
    const from = instant(number === 6 ? at + 60 * minute : at);
    const [start, until] = [instant(from + 20 * minute), instant(from + 80 * minute)];
    const reservationId = ReservationId.parse(`res_${number}`);
    const placement = { workerId: on, workerName: on, reservationId, from, until, ports: {}, why: 'it fits' };
    const verdict = { decidedAt: at, placed: true, summary: 'placed', workers: [], wouldHelp: [] };
    this.controlPlane.sessions.append(id, [
      { ...sessionBooked(number), wanted: { start, durationMinutes: 60 } },
      { type: 'SessionScheduled', placement, timeslot: { start, end: until }, verdict, at },
      ...events,
    ]);
  }

  restart(): void {
    this.#reconciler = this.#open();
  }

  async look(): Promise<string> {
    const next = await this.#reconciler.reconcile(workerId, new AbortController().signal);
    return next.kind === 'again' ? next.because : next.kind;
  }

  get statuses(): readonly string[] {
    return this.controlPlane.sessions.all().map(({ status }) => status);
  }
}

const atWork: readonly SessionEvent[] = [
  { type: 'SessionInstantiationStarted', at },
  { type: 'SessionReady', at },
  { type: 'SessionStarted', at },
];
const before = ['scheduled', 'instantiating', 'running', 'stopping', 'running', 'scheduled'];
const afterwards = ['pending', 'pending', 'collecting', 'stopping', 'running', 'scheduled'];

test('a drain that is forced ends what is on its host, places anew what has not begun, and touches nothing else', async () => {
  const world = new World();
  expect(await world.look()).toBe('what was on it is collected and cleaned up');
  expect(world.statuses).toEqual(afterwards);
  const [, , running] = world.controlPlane.sessions.all();
  expect(running?.reason).toBe('w1 was taken from it by force: it has to go now');
  world.clock.step(5_000);
  const told = world.controlPlane.sent.length;
  await world.look();
  expect(world.controlPlane.sent).toHaveLength(told);
});

test('who comes to the host late is told as well', async () => {
  const world = new World();
  await world.look();
  world.clock.step(58 * minute);
  await world.look();
  expect(world.statuses.at(-1)).toBe('pending');
});

test.each([
  ['that waits', forced.slice(0, 2)],
  ['that was cancelled', [...forced, { type: 'WorkerStatusChanged', to: 'running', reason: 'back', at } as const]],
])('a drain %s leaves its sessions alone', async (_which, events) => {
  const world = new World(events);
  expect(await world.look()).toBe('settled');
  expect(world.statuses).toEqual(before);
});

/** Right before the n-th half of a commit: one is lost that was asked for, the next is kept and nobody hears of it. */
function diesAt({ controlPlane }: World, point: number): () => boolean {
  let points = 0;
  const send = controlPlane.send.bind(controlPlane);
  const pass = (): void => {
    points += 1;
    if (points === point) throw new Error('killed');
  };
  controlPlane.send = async (name, input) => {
    pass();
    const answer = await send(name, input);
    pass();
    return answer;
  };
  return () => points >= point;
}

test('wherever a controller or the control plane dies in the middle of it, its successor ends it the same', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    const world = new World();
    const reached = diesAt(world, point);
    await world.look().catch(() => 'killed');
    world.restart();
    await world.look();
    expect(world.statuses, `death ${point}`).toEqual(afterwards);
    more = reached();
  }
  expect(point).toBe(7);
});

test('a session that moved meanwhile is looked at again', async () => {
  const world = new World();
  const { controlPlane } = world;
  const send = controlPlane.send.bind(controlPlane);
  controlPlane.send = async () => {
    controlPlane.send = send;
    throw new ConflictError('ses_1 is at version 3');
  };
  expect(await world.look()).toBe('a session changed while we looked');
  await world.look();
  expect(world.statuses).toEqual(afterwards);
});
