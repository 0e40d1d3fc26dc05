import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, type Instant, instant } from '../../kernel/index.ts';

/** The machine's own time. */
export class SystemClock implements Clock {
  now(): Instant {
    return instant(Date.now());
  }

  monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    // An aborted wait is an answer here, not an error: see the port.
    await wait(Math.max(0, ms), undefined, signal && { signal }).catch(() => undefined);
  }
}
