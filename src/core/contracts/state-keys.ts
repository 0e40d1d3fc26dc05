import * as z from 'zod';

/** What such a key says: that there is something to look at, and how far a reader has to see to see it. */
const StateNews = z.object({
  version: z.int().positive(),
  position: z.int().nonnegative(),
  /** Of the state store. Older keys do not say it. */
  epoch: z.string().optional(),
});
export type StateNews = z.output<typeof StateNews>;

/** Of a thing, by its stream's name, changed after each of its commits; or the prefix of all of a kind: `stateKey('worker/')`. */
export function stateKey(stream: string): string {
  return `/lcm/state/${stream}`;
}

/** Undefined when the key is gone, or was written by somebody else. */
export function newsIn(value: string): StateNews | undefined {
  try {
    return StateNews.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
