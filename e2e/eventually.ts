import { setTimeout as after } from 'node:timers/promises';

export interface Patience {
  readonly withinMs?: number;
  /** The time runs from here when this is later than the beginning: whoever disturbs may go on doing so. */
  readonly calmSince?: () => number;
  readonly everyMs?: number;
}

/** Looks until there is something to see; what it says when time is over names what was waited for. */
export async function eventually<Seen>(
  what: string,
  look: () => Promise<Seen | false | undefined>,
  { withinMs = 30_000, everyMs = 150, calmSince }: Patience = {},
): Promise<Seen> {
  const began = Date.now();
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > since(began, calmSince) + withinMs) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- and a pause between them
    await after(everyMs);
  }
}

function since(began: number, calmSince: Patience['calmSince']): number {
  return calmSince === undefined ? began : Math.max(began, calmSince());
}
