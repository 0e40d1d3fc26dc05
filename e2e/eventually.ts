import { setTimeout as after } from 'node:timers/promises';

export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** Looks until there is something to see; what it says when time is over names what was waited for. */
export async function eventually<Seen>(
  what: string,
  look: () => Promise<Seen | false | undefined>,
  { withinMs = 30_000, everyMs = 150 }: Patience = {},
): Promise<Seen> {
  const until = Date.now() + withinMs;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > until) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- and a pause between them
    await after(everyMs);
  }
}
