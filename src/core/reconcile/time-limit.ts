import type { Clock } from '../kernel/index.ts';

export interface TimeLimit {
  /** Aborts with the outer signal or when the time is over, whichever comes first. */
  readonly signal: AbortSignal;
  /** The outer signal and the clock forget it; call it when what was limited has ended. */
  readonly release: () => void;
}

export function timeLimit(clock: Clock, ms: number, outer: AbortSignal): TimeLimit {
  const limit = new AbortController();
  const released = new AbortController();
  const onOuter = (): void => limit.abort(outer.reason);
  outer.addEventListener('abort', onOuter, { once: true });
  if (outer.aborted) onOuter();
  const expire = async (): Promise<void> => {
    await clock.sleep(ms, released.signal);
    if (!released.signal.aborted) limit.abort(new Error(`took longer than ${ms} ms`));
  };
  void expire();
  const release = (): void => {
    // With a reason of its own: making the default one, an error with a stack, is most of the cost.
    released.abort('released');
    outer.removeEventListener('abort', onOuter);
  };
  return { signal: limit.signal, release };
}
