import { type OpenControlPlane, openControlPlane } from '@lcm/control-plane-api/compose';
import { DirectInstances } from '@lcm/aws-simulator/direct-instances';
import { DirectCmlServers } from '@lcm/cml-simulator/direct-cml-servers';
import { MemoryContentSource } from '@lcm/core/adapters/content-source/memory-content-source';
import { SeededRandom } from '@lcm/core/kernel';
import type { Instances } from '@lcm/core/ports/instances';
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
const leaseTtlMs = 3 * minute;

const environment = {
  CML_WORKER_API_PASSWORD: cmlPassword,
  CML_LICENSE_TOKEN: 'simulated',
  RECONCILE_INTERVAL: '300',
  CML_WORKER_BUSY_POLL_SECONDS: '20',
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

async function born(world: SimWorld, life: Life, { seed, deadly, planted, observer }: IncarnationOptions): Promise<Incarnation> {
  const clock = new MortalClock(world.clock, life);
  const random = new SeededRandom(seed);
  const coordination = life.guard(world.coordination);
  const blobs = life.guard(world.blobs);
  const labDelivery = life.guard(new DirectLabDelivery({ model: world.lds, clock: world.clock }));
  const direct = new DirectInstances({ model: world.ec2, clock: world.clock });
  const instances = life.guard<Instances>(planted === 'double-launch' ? doubling(direct) : direct);
  const servers = new DirectCmlServers((url) => world.cmlAt(url));
  const cml = { at: (endpoint: Parameters<typeof servers.at>[0]) => life.guard(servers.at(endpoint)) };
  const placement = parseSchedulerConfig({});
  const plane = await openControlPlane({
    store: audited(world, { life, deadly, planted }),
    coordination,
    blobs,
    labDelivery,
    clock,
    random,
    settings: { bookingHorizonDays: 180, placement },
    about: { version: 'simulation', simulated: [] },
    onProjectionError: () => undefined,
    projectEveryMs: 10 * minute,
  });
  const shared = { coordination, clock, random, name: `seed-${seed}`, ttlMs: leaseTtlMs, observer };
  const scheduler = composeScheduler(planted === 'overcommit' ? generous(placement) : placement, {
    ...shared,
    controlPlane: plane.forService('scheduler'),
  });
  const workers = composeWorkerController(parseWorkerConfig(environment), {
    ...shared,
    controlPlane: plane.forService('worker-controller'),
    instances,
    cml,
  });
  const lablets = composeLabletController(parseLabletConfig({}), {
    ...shared,
    controlPlane: plane.forService('lablet-controller'),
    cml,
    labDelivery,
    blobs,
    content: new MemoryContentSource([]),
  });
  const { signal } = new AbortController();
  for (const part of [plane.state, scheduler, workers, lablets]) void part.run(signal);
  return { life, plane };
}

/** The planted bug: every call for a launch is a launch. */
function doubling(instances: Instances): Instances {
  let calls = 0;
  return new Proxy(instances, {
    get: (target, name) => {
      if (name !== 'launch') {
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return async (request: Parameters<Instances['launch']>[0]) => {
        calls += 1;
        await target.launch({ ...request, token: `${request.token}x${calls}` });
        return target.launch(request);
      };
    },
  });
}
