import type { LiveFeed, LiveItem, LiveSnapshot } from '../application/live-feed.ts';

/** A feed for tests: one counter per subject, a short memory, and epochs that end when it is told so. */
export class MemoryFeed implements LiveFeed {
  readonly #listeners = new Set<(items: readonly LiveItem[]) => void>();
  readonly #memory: number;
  #epoch = 1;
  #position = 0;
  #forgotten = 0;
  #recent: { readonly position: number; readonly items: readonly LiveItem[] }[] = [];
  readonly state = new Map<string, LiveItem>();

  constructor(memory = 5) {
    this.#memory = memory;
  }

  get id(): string {
    return `${this.#epoch}:${this.#position}`;
  }

  get readers(): number {
    return this.#listeners.size;
  }

  /** One commit: all its items have one position. */
  change(...changes: readonly Omit<LiveItem, 'id'>[]): void {
    this.#position += 1;
    const items = changes.map((change) => ({ ...change, id: this.id }));
    for (const item of items) this.state.set(item.subject.id, item);
    this.#recent.push({ position: this.#position, items });
    const dropped = this.#recent.splice(0, Math.max(0, this.#recent.length - this.#memory));
    this.#forgotten = dropped.at(-1)?.position ?? this.#forgotten;
    for (const listener of this.#listeners) listener(items);
  }

  measure(sample: Omit<LiveItem, 'id'>): void {
    for (const listener of this.#listeners) listener([sample]);
  }

  /** As after a restore: positions start again under another epoch. Readers are cut by whoever restores. */
  restart(): void {
    this.#epoch += 1;
    this.#position = 0;
    this.#forgotten = 0;
    this.#recent = [];
  }

  snapshot(): LiveSnapshot {
    return { id: this.id, items: [...this.state.values()] };
  }

  isBehind(): boolean {
    return false;
  }

  async catchUp(): Promise<void> {
    // There is only this one.
  }

  since(id: string): readonly LiveItem[] | undefined {
    const [epoch, position] = id.split(':').map(Number);
    if (epoch !== this.#epoch || position === undefined || position < this.#forgotten) return undefined;
    return this.#recent.filter((entry) => entry.position > position).flatMap(({ items }) => items);
  }

  subscribe(listener: (items: readonly LiveItem[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
