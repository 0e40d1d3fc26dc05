import { SeededRandom } from '@lcm/core/kernel';
import { maxSkewMs } from '../settings.ts';
import type { SimWorld } from '../sim-world.ts';
import { Life } from './life.ts';
import { type Process, ProcessClock, type ProcessKind } from './process.ts';

const minute = 60_000;
const hour = 60 * minute;

export interface SeatOptions {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly seed: number;
  /** Starts the program and keeps it at work until it is asked to end. */
  readonly start: (process: Process) => Promise<void>;
}

/** How long one of our machines is left in peace in a rough week, on average, and for how long at most a process is stopped. */
const peaceMs = 14 * hour;
const longestPauseMs = { 'control-plane': 4 * minute, controller: 45 * minute } as const;
/** Whoever does not end in good order in time is killed. */
const graceMs = minute;

/** A place where one of our programs runs: whenever its process has died, another starts there. */
export class Seat {
  deaths = 0;
  pauses = 0;
  readonly #world: SimWorld;
  readonly #options: SeatOptions;
  /** Of its machine's wall clock. */
  readonly #skewMs: number;

  constructor(world: SimWorld, options: SeatOptions) {
    this.#world = world;
    this.#options = options;
    this.#skewMs = Math.round((world.random.next() * 2 - 1) * maxSkewMs);
  }

  async run(going: () => boolean): Promise<void> {
    const { clock, random } = this.#world;
    for (let number = 1; going(); number += 1) {
      await this.#live(number);
      this.deaths += 1;
      await clock.sleep(1_000 + random.next() * minute);
    }
  }

  async #live(number: number): Promise<void> {
    const { name, kind, seed, start } = this.#options;
    const life = new Life();
    const stop = new AbortController();
    const process: Process = {
      name,
      kind,
      life,
      clock: new ProcessClock(this.#world.clock, { life, skewMs: this.#skewMs }),
      random: new SeededRandom(seed + number),
      signal: stop.signal,
    };
    const died = new Promise<void>((resolve) => life.onDeath(resolve));
    void this.#misadventures(life, stop);
    await Promise.race([start(process), died]);
    life.die();
  }

  /** Killed, stopped for a while, or asked to end, for no reason that it could know of. */
  async #misadventures(life: Life, stop: AbortController): Promise<void> {
    const { clock, random } = this.#world;
    while (life.alive) {
      await clock.sleep((-Math.log(1 - random.next()) * peaceMs) / this.#world.profile.roughness);
      if (this.#world.roughness === 0) return;
      const luck = random.next();
      if (luck < 0.4) life.die();
      else if (luck < 0.6) await this.#end(life, stop);
      else await this.#pause(life);
    }
  }

  async #end(life: Life, stop: AbortController): Promise<void> {
    stop.abort('asked to end');
    await this.#world.clock.sleep(graceMs);
    life.die();
  }

  async #pause(life: Life): Promise<void> {
    const { clock, random } = this.#world;
    const longest = longestPauseMs[this.#options.kind === 'control-plane' ? 'control-plane' : 'controller'];
    if (!life.alive) return;
    this.pauses += 1;
    life.pause();
    await clock.sleep(random.next() * longest);
    life.resume();
  }
}
