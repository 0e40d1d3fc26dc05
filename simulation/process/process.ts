import type { ServiceRole } from '@lcm/core/domain/access';
import { type Clock, type Instant, instant, type Random } from '@lcm/core/kernel';
import type { Life } from './life.ts';

export const controllerKinds = ['scheduler', 'worker-controller', 'lablet-controller'] as const satisfies ServiceRole[];
export type ControllerKind = (typeof controllerKinds)[number];
export type ProcessKind = ControllerKind | 'control-plane';

/** One incarnation of one of our programs. */
export interface Process {
  /** Of its place: `scheduler-2`. Another incarnation there has the same. */
  readonly name: string;
  readonly kind: ProcessKind;
  readonly life: Life;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts when it is asked to end in good order. */
  readonly signal: AbortSignal;
}

export interface ProcessClockOptions {
  readonly life: Life;
  /** How far the wall clock of its machine is off. */
  readonly skewMs: number;
}

/** The world's time as one process has it: its wall clock is off, and nobody wakes who is stopped. */
export class ProcessClock implements Clock {
  readonly #clock: Clock;
  readonly #life: Life;
  readonly #skewMs: number;

  constructor(clock: Clock, { life, skewMs }: ProcessClockOptions) {
    this.#clock = clock;
    this.#life = life;
    this.#skewMs = skewMs;
  }

  now(): Instant {
    return instant(this.#clock.now() + this.#skewMs);
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#life.hears(() => this.#clock.sleep(ms, signal));
  }
}

/** No process was there to answer, or it died or stopped before it did: whether it took effect is unknown. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** How long somebody waits for the answer of a process that is stopped. */
const patienceMs = 15_000;

/** A request to a process as its sender sees it. One that is stopped takes it up when it goes on. @throws NoAnswerError */
export async function ask<Value>({ life }: Process, clock: Clock, work: () => Promise<Value>): Promise<Value> {
  if (life.state === 'paused') {
    void life
      .running()
      .then(work)
      .catch(() => undefined);
    await clock.sleep(patienceMs);
  }
  if (life.state !== 'running') throw new NoAnswerError('nobody answers');
  return new Promise((resolve, reject) => {
    const forget = life.onSilence(() => reject(new NoAnswerError('no answer came')));
    work().then(resolve, reject).finally(forget);
  });
}
