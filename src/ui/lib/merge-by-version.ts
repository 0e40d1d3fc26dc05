export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/**
 * Known items and news of them, the highest version of each. Late, repeated or shuffled news never brings back an older
 * state; when nothing is new, the very same map comes back, so that nothing is drawn again.
 */
export function mergeByVersion<Item extends Versioned>(
  known: ReadonlyMap<string, Item>,
  news: Iterable<Item>,
): ReadonlyMap<string, Item> {
  let merged: Map<string, Item> | undefined;
  for (const item of news) {
    const current = (merged ?? known).get(item.id);
    if (current !== undefined && current.version >= item.version) continue;
    merged ??= new Map(known);
    merged.set(item.id, item);
  }
  return merged ?? known;
}
