import type { WorkerView } from '@lcm/core/contracts/worker';
import type { Line, WorkerId } from '@lcm/core/domain/worker';
import type { Clock, Instant, Random } from '@lcm/core/kernel';
import type { CmlEvent, CmlServers, CmlStats } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { type Reconciler, settled } from '@lcm/core/reconcile';
import { isUp } from '../metrics/deps.ts';
import { keepLine } from './line.ts';
import { LineState } from './line-state.ts';
import type { Live, LiveSettings } from './live.ts';
import { Turns } from './turns.ts';

export interface LinesDeps {
  readonly controlPlane: ControlPlane;
  readonly cml: CmlServers;
  readonly cmlAccess: { readonly username: string; readonly password: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: LiveSettings;
  /** Aborts when somebody else leads. */
  readonly signal: AbortSignal;
  /** What it tells of its load. */
  readonly onFigures: (id: WorkerId, stats: CmlStats) => void;
}

interface Open {
  readonly url: string;
  readonly state: LineState;
  readonly end: AbortController;
  readonly ended: Promise<void>;
  activityAt?: Instant;
  labsAt?: Instant;
  figuresAt?: Instant;
}

const aboutLabs: readonly CmlEvent['type'][] = ['lab-created', 'lab-deleted', 'lab-changed', 'lab-state'];

/** A line to each server that is up, for as long as we lead. What they tell only says where to look. */
export class Lines implements Live {
  readonly #deps: LinesDeps;
  readonly #turns: Turns;
  readonly #open = new Map<WorkerId, Open>();
  #wake: (id: WorkerId, afterMs: number) => void = () => undefined;

  constructor(deps: LinesDeps) {
    this.#deps = deps;
    this.#turns = new Turns(deps.settings.opensAtOnce);
  }

  /** Whom to tell that a worker is to be looked at. */
  wakeBy(wake: (id: WorkerId, afterMs: number) => void): void {
    this.#wake = wake;
  }

  lineOf(id: WorkerId): Line | undefined {
    return this.#open.get(id)?.state.settled(this.#deps.clock.now());
  }

  activityHeardAt(id: WorkerId): Instant | undefined {
    return this.#open.get(id)?.activityAt;
  }

  labsHeardAt(id: WorkerId): Instant | undefined {
    return this.#open.get(id)?.labsAt;
  }

  /** Opens and closes lines as workers come and go. */
  reconciler(): Reconciler<WorkerId> {
    return {
      name: 'worker-events',
      reconcile: async (id) => {
        const worker = await this.#deps.controlPlane.get('worker', id);
        const url = worker === undefined ? undefined : urlOf(worker);
        if (this.#open.get(id)?.url !== url) this.#close(id);
        if (url !== undefined && !this.#deps.signal.aborted && !this.#open.has(id)) this.#begin(id, url);
        return settled;
      },
    };
  }

  /** When all lines have ended, which they do when we no longer lead. */
  async ended(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ ended }) => ended));
  }

  #begin(id: WorkerId, url: string): void {
    const { cml, cmlAccess, clock, random, settings, signal } = this.#deps;
    const { username, password } = cmlAccess;
    const end = new AbortController();
    const state = new LineState(settings.settledMs);
    const ended = keepLine({
      cml: cml.at({ url, username, password }),
      clock,
      random,
      settings,
      state,
      turns: this.#turns,
      onEvent: (event) => this.#heard(id, event),
      signal: AbortSignal.any([signal, end.signal]),
    });
    this.#open.set(id, { url, state, end, ended });
  }

  #close(id: WorkerId): void {
    this.#open.get(id)?.end.abort('its CML is not up any more');
    this.#open.delete(id);
  }

  #heard(id: WorkerId, event: CmlEvent): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    const now = this.#deps.clock.now();
    if (event.type === 'keep-alive') return this.#figures({ id, open, now }, event.stats);
    if (event.type === 'activity') open.activityAt = now;
    else if (aboutLabs.includes(event.type)) open.labsAt = now;
    else return;
    this.#wake(id, this.#deps.settings.gatherMs);
  }

  #figures({ id, open, now }: { id: WorkerId; open: Open; now: Instant }, stats: CmlStats | undefined): void {
    const { settings, onFigures } = this.#deps;
    const isEarly = open.figuresAt !== undefined && now - open.figuresAt < settings.figuresEveryMs;
    if (stats === undefined || isEarly) return;
    open.figuresAt = now;
    onFigures(id, stats);
  }
}

function urlOf(worker: WorkerView): string | undefined {
  return isUp(worker) && worker.service === 'available' ? worker.endpoint : undefined;
}
