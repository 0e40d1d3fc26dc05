import { z } from 'zod';
import type { Tags } from './tags.ts';

/** What writes change of a thing that never moves. Each write makes a new one, seen from `visibleFrom` on. */
const ShelfVersion = z.strictObject({
  visibleFrom: z.number(),
  tags: z.record(z.string(), z.string()).readonly(),
  gone: z.boolean(),
});

export const shelved = {
  id: z.string(),
  region: z.string(),
  versions: z.array(ShelfVersion).readonly(),
};

interface Shelved {
  readonly id: string;
  readonly region: string;
  readonly versions: readonly z.infer<typeof ShelfVersion>[];
}

export type Seen<Item extends Shelved> = Omit<Item, 'versions'> & { readonly tags: Tags };

/** Things with an id, as they are and as Describe calls see them. */
export class Shelf<Item extends Shelved> {
  readonly #items: Map<string, Item>;

  constructor(saved: readonly Item[]) {
    this.#items = new Map(saved.map((item) => [item.id, item]));
  }

  get all(): readonly Item[] {
    return [...this.#items.values()];
  }

  add(item: Item): void {
    this.#items.set(item.id, item);
  }

  /** What is really there, without any lag. */
  present(region: string): readonly Seen<Item>[] {
    return this.#look(region, ({ versions }) => versions.at(-1));
  }

  /** What Describe calls answer with. */
  seen(region: string, now: number): readonly Seen<Item>[] {
    return this.#look(region, ({ versions }) => versions.findLast(({ visibleFrom }) => visibleFrom <= now));
  }

  /** Writes become visible in order. */
  write(id: string, change: { readonly tags?: Tags; readonly gone?: boolean }, visibleFrom: number): void {
    const item = this.#items.get(id);
    const last = item?.versions.at(-1);
    if (item === undefined || last === undefined) throw new Error(`nothing is known of ${id}`);
    const version = { ...last, ...change, visibleFrom: Math.max(visibleFrom, last.visibleFrom) };
    this.#items.set(id, { ...item, versions: [...item.versions, version] });
  }

  #look(region: string, version: (item: Item) => Shelved['versions'][number] | undefined): readonly Seen<Item>[] {
    return this.all.flatMap((item) => {
      const looked = item.region === region ? version(item) : undefined;
      if (looked === undefined || looked.gone) return [];
      const { versions: _, ...fixed } = item;
      return [{ ...fixed, tags: looked.tags }];
    });
  }
}
