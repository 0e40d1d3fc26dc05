/** A binary heap: the item that comes before all others is always at hand, pushing and taking cost log n. */
export class Heap<Item> {
  readonly #before: (one: Item, other: Item) => boolean;
  #items: Item[] = [];

  constructor(before: (one: Item, other: Item) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !this.#before(item, parent)) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return first;
  }

  /** Drops what no longer matters, in linear time. */
  keep(matters: (item: Item) => boolean): void {
    const kept = this.#items.filter(matters);
    this.#items = [];
    for (const item of kept) this.push(item);
  }

  #sink(item: Item): void {
    const items = this.#items;
    let at = 0;
    for (let below = this.#lesserChild(at); below > 0; below = this.#lesserChild(at)) {
      const child = items[below];
      if (child === undefined || !this.#before(child, item)) break;
      items[at] = child;
      at = below;
    }
    items[at] = item;
  }

  /** The place of the child that comes first, 0 when there is none. */
  #lesserChild(at: number): number {
    const left = 2 * at + 1;
    const [one, other] = [this.#items[left], this.#items[left + 1]];
    if (one === undefined) return 0;
    return other !== undefined && this.#before(other, one) ? left + 1 : left;
  }
}
