/** Randomness, as everything but adapters sees it. Seeded in tests and in the simulation. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** A small seeded generator (mulberry32): the same seed gives the same run, for ever. Not for secrets. */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** A UUID of version 4 from the given randomness, lower case. */
export function uuid(random: Random): string {
  const nibble = (): number => Math.floor(random.next() * 16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (slot) =>
    (slot === 'x' ? nibble() : 8 + (nibble() % 4)).toString(16),
  );
}

/** Log-normal with the given median and spread: how boot times really scatter. `sigma` is of the logarithm. */
export function logNormal(random: Random, median: number, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.next()));
}
