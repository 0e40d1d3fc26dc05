import type { Clock, Random } from '@lcm/core/kernel';
import type { CmlEvent, CmlServer } from '@lcm/core/ports/cml';
import { BackOff } from './back-off.ts';
import type { LineState } from './line-state.ts';
import type { LiveSettings } from './live.ts';
import type { Turns } from './turns.ts';

export interface LineOptions {
  readonly cml: CmlServer;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: LiveSettings;
  readonly state: LineState;
  /** To be waited for before it is opened. */
  readonly turns: Turns;
  readonly onEvent: (event: CmlEvent) => void;
  readonly signal: AbortSignal;
}

/** Listens to one server until the signal aborts, and opens the line again whenever it ends. Never throws. */
export async function keepLine(options: LineOptions): Promise<void> {
  const { clock, random, settings, state, signal } = options;
  const backOff = new BackOff(settings, random);
  while (!signal.aborted) {
    const { openMs, because } = await listen(options);
    if (signal.aborted) return;
    state.lost(because, clock.now());
    await clock.sleep(backOff.after(openMs), signal);
  }
}

/** One line from its begin to its end. */
async function listen(options: LineOptions): Promise<{ readonly openMs: number; readonly because: string }> {
  const { cml, clock, state, turns, onEvent, signal } = options;
  const giveBack = await turns.take();
  let openedAt: number | undefined;
  const openMs = (): number => (openedAt === undefined ? 0 : clock.monotonic() - openedAt);
  try {
    if (signal.aborted) return { openMs: 0, because: 'nobody listens any more' };
    for await (const event of cml.events(signal)) {
      openedAt ??= clock.monotonic();
      giveBack();
      state.opened(clock.now());
      onEvent(event);
    }
    return { openMs: openMs(), because: 'CML ended its events' };
  } catch (error) {
    return { openMs: openMs(), because: error instanceof Error ? error.message : String(error) };
  } finally {
    giveBack();
  }
}
