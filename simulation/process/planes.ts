import { inProcessExchange } from '@lcm/control-plane-api/application/in-process-exchange';
import { type OpenControlPlane, openControlPlane } from '@lcm/control-plane-api/compose';
import { rejectionOf } from '@lcm/control-plane-api/http/problem';
import { statusFor } from '@lcm/control-plane-api/http/rejections';
import { routes } from '@lcm/control-plane-api/http/routes';
import { noteSettings } from '@lcm/control-plane-api/note-settings';
import type { Exchange, WireAnswer, WireRequest } from '@lcm/core/adapters/control-plane/wire-control-plane';
import { oneDelivery } from '@lcm/core/ports/lab-delivery';
import type { SampleStore } from '@lcm/core/ports/sample-store';
import { DirectLabDelivery } from '@lcm/lds-simulator/direct-lab-delivery';
import { parseConfig as parseSchedulerConfig } from '@lcm/resource-scheduler/config';
import type { PlantedBug } from '../planted/bug.ts';
import { environment, resyncMs, secrets } from '../settings.ts';
import type { SimWorld } from '../sim-world.ts';
import { auditedStore } from './audited-store.ts';
import { CoordinationOf } from './coordination-of.ts';
import { ask, type ControllerKind, controllerKinds, NoAnswerError, type Process } from './process.ts';

/** A control plane that is there, with the process it lives in. */
export interface Plane {
  readonly process: Process;
  readonly open: OpenControlPlane;
  readonly exchanges: Readonly<Record<ControllerKind, Exchange>>;
}

export interface PlanesOptions {
  readonly bug: PlantedBug | undefined;
  readonly controlPlanes: number;
}

/** How often somebody goes to another control plane than the last time, if there is one. */
const strays = 0.1;
const projectEveryMs = 10 * 60_000;
/** How far they are apart at most. Long, as everything is that is done over and over. */
const lookEveryMs = 10 * 60_000;

/** All control planes that are there, and whom one meets. */
export class Planes {
  readonly #world: SimWorld;
  readonly #bug: PlantedBug | undefined;
  readonly #open = new Map<string, Plane>();
  readonly #isAlone: boolean;
  #usual: Plane | undefined;

  constructor(world: SimWorld, { bug, controlPlanes }: PlanesOptions) {
    this.#world = world;
    this.#bug = bug;
    this.#isAlone = controlPlanes === 1;
  }

  /** Those that run, or are only stopped. */
  get all(): readonly Plane[] {
    return [...this.#open.values()].filter(({ process }) => process.life.alive);
  }

  /** One of them; most of the time the same as before. @throws NoAnswerError */
  any(): Plane {
    const { network } = this.#world;
    const known = this.#usual;
    if (known?.process.life.alive && (this.#open.size === 1 || network.next() > strays)) return known;
    const { all } = this;
    this.#usual = all[Math.floor(network.next() * all.length)];
    if (this.#usual === undefined) throw new NoAnswerError('no control plane is there');
    return this.#usual;
  }

  async exchange(role: ControllerKind, request: WireRequest): Promise<WireAnswer> {
    const { process, exchanges } = this.any();
    return ask(process, this.#world.clock, () => exchanges[role](request));
  }

  /** Opens one in a process and keeps it at work until that is asked to end. */
  async run(process: Process): Promise<void> {
    const world = this.#world;
    const { life, clock, random, signal } = process;
    const { leaseTtlMs } = world.profile;
    const { plant = {} } = this.#bug ?? {};
    const store = auditedStore(world, process);
    const coordination = new CoordinationOf(world, process);
    const open = await openControlPlane({
      store: plant.store?.(store) ?? store,
      coordination: plant.coordination?.(coordination) ?? coordination,
      samples: life.guard<SampleStore>(world.samples),
      blobs: life.guard(world.blobs),
      secretKeys: [secrets.secretsKey],
      labDeliveries: oneDelivery(life.guard(new DirectLabDelivery({ model: world.lds, clock: world.clock }))),
      clock,
      random,
      settings: {
        bookingHorizonDays: 180,
        sessionQuotaPerOwner: Number.POSITIVE_INFINITY,
        placement: parseSchedulerConfig({}),
      },
      about: { version: 'simulation', simulated: [] },
      onProjectionError: () => undefined,
      projectEveryMs,
      replica: this.#isAlone ? undefined : { name: process.name, random, lookEveryMs, leaseTtlMs, resyncMs },
    });
    await noteSettings(environment, open.deps);
    this.#open.set(process.name, { process, open, exchanges: exchangesOf(open) });
    await open.state.run(signal);
  }
}

function exchangesOf({ dispatch }: OpenControlPlane): Plane['exchanges'] {
  const of = (role: ControllerKind): Exchange => inProcessExchange(role, { routes, dispatch, statusFor, rejectionOf });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of each kind
  return Object.fromEntries(controllerKinds.map((role) => [role, of(role)])) as Plane['exchanges'];
}
