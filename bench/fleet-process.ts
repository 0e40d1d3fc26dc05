import { monitorEventLoopDelay } from 'node:perf_hooks';
import { LiveStream } from '@lcm/control-plane-api/http/sse';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { type Clock, instant, SeededRandom, VirtualClock } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { composeWorkerController } from '@lcm/worker-controller/compose';
import { parseConfig } from '@lcm/worker-controller/config';
import { workerJobs } from '@lcm/worker-controller/jobs/worker-jobs';
import type { FleetReport, IdleReport } from './fleet.ts';
import { FleetCloud } from './fleet-cloud.ts';
import { type FleetPlane, fleetSize, liveSessions, openFleet } from './fleet-plane.ts';

const random = new SeededRandom(1);
const minute = 60_000;
const turns = 3;
const idleMinutes = 10;
const mib = 1024 ** 2;
const farOff = instant(Number.MAX_SAFE_INTEGER);
const config = parseConfig({ CML_WORKER_API_PASSWORD: 'secret', CML_LICENSE_TOKEN: 'token' });

interface Fleet extends FleetPlane {
  readonly clock: Clock;
  readonly cloud: FleetCloud;
}

/** The worker controller from its election on; what it did by then when every worker has been looked at once. */
function lead({ plane, coordination, cloud, clock }: Fleet) {
  const stop = new AbortController();
  const looked = new Set<string>();
  const all = Promise.withResolvers<void>();
  const seen = { looks: 0, failed: 0, ledAt: Number.NaN, all: all.promise };
  const { instances, snapshots, cml, hostMetrics } = cloud;
  const outside = { instances, snapshots, cml, hostMetrics };
  const controller = composeWorkerController(config, {
    ...outside,
    controlPlane: plane.forService('worker-controller'),
    coordination,
    clock,
    random,
    name: 'bench',
    observer: {
      leadership: ({ kind }) => {
        if (kind === 'leading') seen.ledAt = clock.monotonic();
      },
      reconciled: ({ reconciler, key, outcome }) => {
        if (reconciler !== 'worker') return;
        seen.looks += 1;
        if (outcome.kind === 'failed') seen.failed += 1;
        else looked.add(key);
        if (looked.size === fleetSize) all.resolve();
      },
    },
  });
  const ended = controller.run(stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  return { seen, end };
}

function countsOf({ calls, throttled }: FleetCloud): { calls: Record<string, number>; throttled: number } {
  return { calls: Object.fromEntries(calls), throttled };
}

async function leaderChange(fleet: Fleet): Promise<FleetReport['leaderChange'][number]> {
  const { cloud, clock, plane } = fleet;
  cloud.forget();
  const before = plane.state.log.position;
  const cpu = process.cpuUsage();
  const leader = lead(fleet);
  await leader.seen.all;
  const ms = clock.monotonic() - leader.seen.ledAt;
  const told = { ms, cpuMs: cpuMsSince(cpu), failed: leader.seen.failed, ...countsOf(cloud) };
  await leader.end();
  return { ...told, commits: plane.state.log.position - before };
}

type Rounds = FleetReport['rounds'][string];

async function timed(cloud: FleetCloud, work: () => Promise<unknown>): Promise<Rounds> {
  const rounds: Rounds = [];
  for (let turn = 0; turn < turns; turn += 1) {
    cloud.forget();
    const from = performance.now();
    await work();
    rounds.push({ ms: performance.now() - from, ...countsOf(cloud) });
  }
  return rounds;
}

const fence = () => ({ election: 'bench', token: 1 });

/** What the controller does again and again, each by itself. */
async function roundsOf({ plane, cloud, clock }: Fleet): Promise<FleetReport['rounds']> {
  const { signal } = new AbortController();
  const { cmlAccess, metrics, statusSyncMs, discoveryMs } = config;
  const { readLagMs } = config.settings;
  const { instances, cml, hostMetrics } = cloud;
  const controlPlane = plane.forService('worker-controller');
  const measuring = { controlPlane, cml, hostMetrics, clock, cmlAccess, settings: metrics, fence, signal };
  const rounds: FleetReport['rounds'] = {};
  const jobs = workerJobs({ ...measuring, instances, statusSyncMs, discoveryMs, readLagMs });
  for (const [name, job] of Object.entries(jobs)) rounds[name] = await timed(cloud, async () => job.run(signal));
  return rounds;
}

/** What one reader is sent who has nothing yet and takes all of it at once. */
async function sendSnapshot({ plane, clock }: Fleet): Promise<{ ms: number; blockMs: number; size: number }> {
  const complete = Promise.withResolvers<void>();
  let size = 0;
  const write = (text: string): boolean => {
    size += text.length;
    if (text.includes('event: snapshot.complete')) complete.resolve();
    return true;
  };
  const viewer = { actor: { id: 'reader', name: 'Reader', roles: ['admin'] as const }, expiresAt: farOff };
  const stream = new LiveStream(
    { feed: plane.state.feed, clock, heartbeatMs: minute, backlogLimit: mib },
    { viewer, workerIds: new Set(), eventTypes: new Set(), recheck: async () => viewer },
    { write, onDrain: () => undefined, end: () => undefined, destroy: () => undefined },
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const from = performance.now();
  const over = stream.run();
  await complete.promise;
  const ms = performance.now() - from;
  // The monitor sees a block when it is over.
  await clock.sleep(10);
  delay.disable();
  stream.close();
  await over;
  return { ms, blockMs: delay.max / 1e6, size };
}

async function snapshotFor(fleet: Fleet): Promise<FleetReport['snapshot']> {
  const first = await sendSnapshot(fleet);
  const next = await sendSnapshot(fleet);
  return { firstMs: first.ms, nextMs: next.ms, blockMs: Math.max(first.blockMs, next.blockMs), mib: first.size / mib };
}

async function live(): Promise<FleetReport> {
  const clock = new SystemClock();
  // Eleven thousand things are not written to a disk here: how fast that goes is measured elsewhere.
  const store = new SqliteStateStore(':memory:', 'bench');
  const { fleet, close } = await open(store, clock);
  const leaderChanges: FleetReport['leaderChange'] = [];
  for (let turn = 0; turn < turns; turn += 1) leaderChanges.push(await leaderChange(fleet));
  const rounds = await roundsOf(fleet);
  const sent = await snapshotFor(fleet);
  const rssMib = process.memoryUsage().rss / mib;
  await close();
  await store.close();
  const name = `${fleetSize.toLocaleString('en')} workers with ${liveSessions.toLocaleString('en')} sessions`;
  return { fleet: name, leaderChange: leaderChanges, rounds, snapshot: sent, rssMib };
}

/** What it asks and writes by itself: in the first term there ever was, and in one that finds everything known. */
async function idle(): Promise<IdleReport> {
  const clock = new VirtualClock({ start: Date.now() });
  const { fleet, close } = await open(new MemoryStateStore(), clock);
  const { commits: firstTermCommits } = await idleTerm(fleet, clock);
  const term = await idleTerm(fleet, clock);
  const closed = close();
  await clock.advance(minute);
  await closed;
  return { ...term, firstTermCommits };
}

async function idleTerm(fleet: Fleet, clock: VirtualClock): Promise<Omit<IdleReport, 'firstTermCommits'>> {
  const { plane, cloud } = fleet;
  const { position } = plane.state.log;
  const leader = lead(fleet);
  await clock.advance(minute);
  cloud.forget();
  const { looks } = leader.seen;
  const cpu = process.cpuUsage();
  await clock.advance(idleMinutes * minute);
  const cpuMs = cpuMsSince(cpu);
  const commits = plane.state.log.position - position;
  const report = { minutes: idleMinutes, commits, cpuMs, looks: leader.seen.looks - looks, ...countsOf(cloud) };
  const ended = leader.end();
  await clock.advance(minute);
  await ended;
  return report;
}

async function open(store: StateStore, clock: Clock): Promise<{ fleet: Fleet; close: () => Promise<void> }> {
  const opened = await openFleet({ store, clock, random });
  const stop = new AbortController();
  const running = opened.plane.state.run(stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  return { fleet: { ...opened, clock, cloud: new FleetCloud({ ...opened, clock, random }) }, close };
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const [, , part] = process.argv;
const report = part === 'idle' ? await idle() : await live();
process.send?.(report, () => process.exit());
