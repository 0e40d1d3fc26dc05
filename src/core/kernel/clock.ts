import type { Instant } from './brand.ts';

/** Time, as everything but adapters sees it. In the simulation it is virtual and only moves when nothing else can. */
export interface Clock {
  /** Wall time, UTC. It may jump: compare it with stored instants, never measure durations with it. */
  now(): Instant;
  /** Milliseconds of a clock that never jumps; only differences mean something. Leases are judged by it. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when `signal` aborts: the caller looks at the signal. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
