import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitions, sessions, workers } from '@lcm/control-plane-api/application/aggregates';
import type { OpenControlPlane } from '@lcm/control-plane-api/compose';
import { routes } from '@lcm/control-plane-api/http/routes';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SessionId } from '@lcm/core/domain/session';
import { nothing, peakUsage, shortages, WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant, ok, SeededRandom, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { composeScheduler } from '@lcm/resource-scheduler/compose';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import { aBookedFleet, workerCreated } from './a-fleet.ts';
import { booked, content, definitionId } from './a-lab.ts';
import { type BenchPlane, openBenchPlane } from './bench-plane.ts';
import { type Figure, quantile } from './harness.ts';
import { runs } from './options.ts';

const fleetSize = 500;
const bookings = 1_000;
const rounds = 5;
const burstTurns = 5;
const minute = 60_000;
const caller = { actor: { id: 'bench', name: 'Bench', roles: ['admin'] as const }, correlationId: 'bench' };
const farOff = instant(Date.UTC(2100, 0));
const options = { operation: 'Bench', caller };

/** What is committed when sessions get their places, on disk; and how long a thousand who book at once wait for theirs. */
export async function placingFigures(): Promise<Figure[]> {
  const committed = await onDisk(committedPlacements);
  const burst: Burst[] = [];
  while (burst.length < runs(burstTurns)) burst.push(await onDisk(bookedAtOnce));
  return [
    {
      what: `committed placements on disk, ${fleetSize} workers half full, ${bookings.toLocaleString('en')} at a time`,
      measured: committed,
      aim: '1,000/s, none double',
    },
    {
      what: `${bookings.toLocaleString('en')} bookings for one start, asked at once: until the last is answered`,
      measured: burstInWords(burst),
      aim: '< 3 s',
    },
  ];
}

async function onDisk<Measured>(measure: (bench: BenchPlane) => Promise<Measured>): Promise<Measured> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lcm-bench-'));
  const store = new SqliteStateStore(join(folder.path, 'state.db'), 'bench');
  const bench = await openBenchPlane({ store, clock: new SystemClock(), random: new SeededRandom(5) });
  const stop = new AbortController();
  const running = bench.plane.state.run(stop.signal);

  await furnish(bench.plane);
  try {
    return await measure(bench);
  } finally {
    stop.abort();
    await running;
    await store.close();
  }
}

/** A fleet that runs, with the bookings of its next hours, and a lab to book. */
async function furnish({ state: { streams }, deps: { clock } }: OpenControlPlane): Promise<void> {
  const fleet = aBookedFleet(fleetSize, { now: clock.now(), hours: 8, random: new SeededRandom(7), taken: 0.5 });
  await streams.change({ aggregate: definitions, id: definitionId }, options, (_, at) =>
    ok([
      { type: 'DefinitionCreated', id: definitionId, content, by: 'bench', at },
      { type: 'DefinitionStatusChanged', to: 'active', reason: 'bench', at },
    ]),
  );
  await Promise.all(
    fleet.map(async ({ id, reservations }, number) =>
      streams.change({ aggregate: workers, id: WorkerId.parse(id) }, options, (_, at) =>
        ok([
          workerCreated(number, at),
          { type: 'WorkerInstanceAssigned', launch: 1, instanceId: `i-${number}`, at },
          { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'launched', at },
          { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
          { type: 'WorkerServiceStatusChanged', to: 'available', at },
          // Of sessions that are not there: nobody shall miss them while this is measured.
          {
            type: 'WorkerReserved',
            reservations: Object.values(reservations).map((each) => ({ ...each, confirmBy: farOff })),
            at,
          },
        ]),
      ),
    ),
  );
}

function fence() {
  return { election: 'resource-scheduler', token: 1 };
}

/** Everything from reading what waits to the last confirmation, again and again with new sessions. */
async function committedPlacements({ plane }: BenchPlane): Promise<string> {
  const { clock, random } = plane.deps;
  const controlPlane = plane.forService('scheduler');
  const schedule = scheduleReconciler({ controlPlane, clock, random, settings: defaultPlacementSettings, fence });
  const look = async () => schedule.reconcile('fleet', new AbortController().signal);
  const took: number[] = [];
  const ofACore: number[] = [];
  await look();
  for (let round = 0; round < runs(rounds); round += 1) {
    await book(plane, startIn(clock.now(), 60 + round * 60));
    const [from, before] = [performance.now(), process.threadCpuUsage()];
    await look();
    took.push(performance.now() - from);
    const { user, system } = process.threadCpuUsage(before);
    ofACore.push((user + system) / 1_000);
  }
  const [all, core] = [took, ofACore].map((times) => times.map((ms) => Math.round((bookings * 1_000) / ms)));
  const [median, worst] = [quantile(all ?? [], 0.5), Math.min(...(all ?? []))];
  const rate = `${median.toLocaleString('en')}/s, ${worst.toLocaleString('en')}/s at least of ${took.length}`;
  return `${rate}; ${quantile(core ?? [], 0.5).toLocaleString('en')}/s of a core; ${placed(plane)}`;
}

async function book({ state: { streams }, deps: { random } }: OpenControlPlane, start: Instant): Promise<void> {
  const wanted = { start, durationMinutes: 40 };
  await Promise.all(
    Array.from({ length: bookings }, async () => {
      const id = SessionId.next(random);
      return streams.change({ aggregate: sessions, id }, options, (_, at) =>
        ok([{ type: 'SessionBooked', id, name: content.title, definition: booked, ownerId: id, by: id, wanted, at }]),
      );
    }),
  );
}

function startIn(now: Instant, minutes: number): Instant {
  return instant(Math.ceil(now / minute) * minute + minutes * minute);
}

/** A thousand people, one request each, with the scheduler at work beside them. */
async function bookedAtOnce({ plane, coordination }: BenchPlane): Promise<Burst> {
  const { clock, random } = plane.deps;
  const stop = new AbortController();
  const controlPlane = plane.forService('scheduler');
  const ports = { controlPlane, coordination, clock, random, name: 'bench' };
  const scheduling = composeScheduler(defaultPlacementSettings, ports).run(stop.signal);
  const route = routes.find(({ operation }) => operation.name === 'BookSession');
  if (route === undefined) throw new Error('nothing can be booked');
  const ask = async (owner: string, start: Instant): Promise<number> => {
    const actor = { id: owner, name: owner, roles: ['user'] as const };
    const asked = { actor, correlationId: owner };
    const input = ok({ definitionId, start: toIso(start), durationMinutes: 40 });
    const from = performance.now();
    const answer = await plane.dispatch(route.operation, { caller: asked, anonymous: asked, input });
    if (!answer.ok) throw new Error(answer.rejection.message);
    return performance.now() - from;
  };
  await ask('first', startIn(clock.now(), 240));
  const start = startIn(clock.now(), 60);
  const took = await Promise.all(Array.from({ length: bookings }, async (_, number) => ask(`owner-${number}`, start)));
  stop.abort();
  await scheduling;
  return { halfMs: quantile(took, 0.5), lastMs: Math.max(...took), placed: placed(plane) };
}

interface Burst {
  readonly halfMs: number;
  readonly lastMs: number;
  readonly placed: string;
}

function burstInWords(bursts: readonly Burst[]): string {
  const middle = (of: (burst: Burst) => number): string => (quantile(bursts.map(of), 0.5) / 1_000).toFixed(2);
  const times = `median ${middle(({ lastMs }) => lastMs)} s of ${bursts.length}, half of them ${middle(({ halfMs }) => halfMs)} s`;
  return `${times}; ${[...new Set(bursts.map((burst) => burst.placed))].join(', ')}`;
}

/** How many have a place, and whether any is held twice. */
function placed({ state: { views } }: OpenControlPlane): string {
  const all = views.list('session').map(({ state }) => state);
  const fleet = views.list('worker').map(({ state }) => state);
  const held = new Set(
    fleet
      .flatMap(({ reservations }) => Object.values(reservations))
      .filter(({ confirmed }) => confirmed)
      .map(({ id }) => id),
  );
  const has = all.filter(({ placement }) => placement !== undefined && held.has(placement.reservationId));
  const double = fleet.filter(({ reservations, spec }) => {
    const claims = Object.values(reservations);
    const ports = claims.flatMap((claim) => Object.values(claim.ports));
    const used = peakUsage(claims, instant(0), instant(Number.MAX_SAFE_INTEGER));
    return new Set(ports).size < ports.length || Object.keys(shortages(spec.capacity, used, nothing)).length > 0;
  });
  const waiting = all.length - has.length;
  return `${double.length === 0 ? 'none' : double.length} double${waiting === 0 ? '' : `, ${waiting} without a place`}`;
}
