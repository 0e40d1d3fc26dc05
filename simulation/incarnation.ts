import { DirectHostMetrics } from '@lcm/aws-simulator/direct-host-metrics';
import { DirectInstances } from '@lcm/aws-simulator/direct-instances';
import { DirectCmlServers } from '@lcm/cml-simulator/direct-cml-servers';
import { type ControlPlanePorts, type OpenControlPlane, openControlPlane } from '@lcm/control-plane-api/compose';
import type { Reservation } from '@lcm/core/domain/worker';
import { SeededRandom } from '@lcm/core/kernel';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { CompactedError, type Coordination } from '@lcm/core/ports/coordination';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import type { Instances } from '@lcm/core/ports/instances';
import type { SampleStore } from '@lcm/core/ports/sample-store';
import type { ControllerObserver } from '@lcm/core/reconcile';
import { composeLabletController } from '@lcm/lablet-controller/compose';
import { parseConfig as parseLabletConfig } from '@lcm/lablet-controller/config';
import { DirectLabDelivery } from '@lcm/lds-simulator/direct-lab-delivery';
import { composeScheduler } from '@lcm/resource-scheduler/compose';
import { parseConfig as parseSchedulerConfig } from '@lcm/resource-scheduler/config';
import { composeWorkerController } from '@lcm/worker-controller/compose';
import { parseConfig as parseWorkerConfig } from '@lcm/worker-controller/config';
import { audited, type Planted } from './faults.ts';
import { Life, MortalClock } from './life.ts';
import { cmlPassword, type SimWorld } from './sim-world.ts';

const minute = 60_000;
/** Long, so that a week of renewals is no work; a dead leader's place stays empty for that long. */
const leaseTtlMs = 15 * minute;

/** Watches are not lossy here, unless a leader changes, and then everything is looked at anyway. */
const resyncMs = 120 * minute;

const environment = {
  CML_WORKER_API_PASSWORD: cmlPassword,
  CML_LICENSE_TOKEN: 'simulated',
  RECONCILE_INTERVAL: '300',
  CML_WORKER_BUSY_POLL_SECONDS: '30',
  LAB_ACTION_POLL_INTERVAL_SECONDS: '20',
  // Often enough to meet every fault, seldom enough to be no work.
  WORKER_METRICS_POLL_INTERVAL: '7200',
  CLOUDWATCH_POLL_INTERVAL: '14400',
};

export interface IncarnationOptions {
  readonly seed: number;
  /** Whether the process may die at a write now. */
  readonly deadly: () => boolean;
  readonly planted?: Planted | undefined;
  readonly observer?: ControllerObserver | undefined;
}

/** One process with all four services in it, over the ports of the simulated world; until it dies. */
export interface Incarnation {
  readonly life: Life;
  readonly plane: OpenControlPlane;
}

/** Undefined when it died while it started. */
export async function startIncarnation(world: SimWorld, options: IncarnationOptions): Promise<Incarnation | undefined> {
  const life = new Life();
  const died = new Promise<undefined>((resolve) => life.onDeath(() => resolve(undefined)));
  return Promise.race([born(world, life, options), died]);
}

async function born(
  world: SimWorld,
  life: Life,
  { seed, deadly, planted, observer }: IncarnationOptions,
): Promise<Incarnation> {
  const clock = new MortalClock(world.clock, life);
  const random = new SeededRandom(seed);
  const coordination = life.guard(forgetful(world));
  const blobs = life.guard(world.blobs);
  const labDelivery = life.guard(new DirectLabDelivery({ model: world.lds, clock: world.clock }));
  const direct = new DirectInstances({ model: world.ec2, clock: world.clock });
  const instances = life.guard<Instances>(planted === 'double-launch' ? doubling(direct) : direct);
  const servers = new DirectCmlServers((url) => world.cmlAt(url));
  const cml = { at: (endpoint: Parameters<typeof servers.at>[0]) => life.guard(servers.at(endpoint)) };
  const placement = parseSchedulerConfig({});
  const plane = await openPlane(placement, {
    store: audited(world, { life, deadly, planted }),
    samples: life.guard<SampleStore>(world.samples),
    coordination,
    blobs,
    labDelivery,
    clock,
    random,
  });
  const shared = { coordination, clock, random, name: `seed-${seed}`, ttlMs: leaseTtlMs, resyncMs, observer };
  const forScheduler = plane.forService('scheduler');
  const controlPlane = planted === 'overcommit' ? stingy(forScheduler) : forScheduler;
  const scheduler = composeScheduler(placement, { ...shared, controlPlane });
  const workers = composeWorkerController(parseWorkerConfig(environment), {
    ...shared,
    controlPlane: plane.forService('worker-controller'),
    instances,
    cml,
    hostMetrics: life.guard<HostMetrics>(new DirectHostMetrics({ model: world.ec2, clock: world.clock })),
  });
  const lablets = composeLabletController(parseLabletConfig(environment), {
    ...shared,
    controlPlane: plane.forService('lablet-controller'),
    cml,
    labDelivery,
    blobs,
  });
  const { signal } = new AbortController();
  for (const part of [plane.state, scheduler, workers, lablets]) void part.run(signal);
  return { life, plane };
}

type Placement = ControlPlanePorts['settings']['placement'];
type WorldPorts = Pick<
  ControlPlanePorts,
  'store' | 'samples' | 'coordination' | 'blobs' | 'labDelivery' | 'clock' | 'random'
>;

async function openPlane(placement: Placement, ports: WorldPorts): Promise<OpenControlPlane> {
  return openControlPlane({
    ...ports,
    samplesDays: 14,
    settings: { bookingHorizonDays: 180, sessionQuotaPerOwner: Number.POSITIVE_INFINITY, placement },
    about: { version: 'simulation', simulated: [] },
    onProjectionError: () => undefined,
    projectEveryMs: 10 * minute,
  });
}

/** How likely a watch ends at a change, as if the store had forgotten that far back. */
const lossPerChange = 1 / 60;

/** The coordination store, whose watches now and then lose what they were about to say. */
function forgetful({ coordination, random }: SimWorld): Coordination {
  const watch: Coordination['watch'] = async function* (prefix, afterRevision, signal) {
    for await (const change of coordination.watch(prefix, afterRevision, signal)) {
      if (random.next() < lossPerChange) throw new CompactedError('forgotten, on purpose');
      yield change;
    }
  };
  return withMethod<Coordination, 'watch'>(coordination, 'watch', watch);
}

/** The planted bug: every launch is two. */
function doubling(instances: Instances): Instances {
  let calls = 0;
  const launch: Instances['launch'] = async (request) => {
    calls += 1;
    await instances.launch({ ...request, token: `${request.token}x${calls}` });
    return instances.launch(request);
  };
  return withMethod(instances, 'launch', launch);
}

/** The planted bug: reservations say a tenth of what the session needs. */
function stingy(controlPlane: ControlPlane): ControlPlane {
  const send: ControlPlane['send'] = async (name, input, options) =>
    controlPlane.send(
      name,
      'reservations' in input ? { ...input, reservations: input.reservations.map(tenth) } : input,
      options,
    );
  return withMethod(controlPlane, 'send', send);
}

function tenth(reservation: Reservation): Reservation {
  const { cpuCores, memoryMiB, storageGiB, nodes } = reservation.amounts;
  const amounts = {
    cpuCores: cpuCores / 10,
    memoryMiB: Math.ceil(memoryMiB / 10),
    storageGiB: storageGiB / 10,
    nodes: Math.ceil(nodes / 10),
  };
  return { ...reservation, amounts };
}

function withMethod<Port extends object, Name extends keyof Port>(port: Port, name: Name, method: Port[Name]): Port {
  return new Proxy(port, {
    get: (target, key) => {
      if (key === name) return method;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
