/** What happens when, the earliest first; at the same instant in the order in which it was put down. */
export class Agenda {
  readonly #heap: { readonly at: number; readonly number: number; readonly run: () => void }[] = [];
  #count = 0;
  now = 0;

  at(at: number, run: () => void): void {
    this.#heap.push({ at: Math.max(at, this.now), number: this.#count, run });
    this.#count += 1;
    this.#rise(this.#heap.length - 1);
  }

  run(until: number): void {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) return;
      this.#take();
      this.now = next.at;
      next.run();
    }
  }

  #take(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let index = 0; ; ) {
      const first = [2 * index + 1, 2 * index + 2].reduce(
        (best, child) => (this.#isBefore(child, best) ? child : best),
        index,
      );
      if (first === index) return;
      this.#swap(index, first);
      index = first;
    }
  }

  #rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return false;
    return one.at < other.at || (one.at === other.at && one.number < other.number);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
