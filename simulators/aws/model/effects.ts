import { z } from 'zod';

const counts = z.record(z.string(), z.int());
export const SavedEffects = z.strictObject({
  launches: counts,
  starts: counts,
  stops: counts,
  terminations: counts,
  snapshots: counts.default({}),
});

/** What really changed in the cloud: instances made by token, changes of course by instance id, snapshots by volume. */
export type EffectCounts = z.infer<typeof SavedEffects>;

/** Counts effects, so that whoever claims that nothing happens twice can prove it. */
export class Effects {
  readonly #counts: EffectCounts;

  constructor(saved: EffectCounts) {
    this.#counts = structuredClone(saved);
  }

  get counts(): Readonly<EffectCounts> {
    return this.#counts;
  }

  add(kind: keyof EffectCounts, key: string): void {
    const of = this.#counts[kind];
    of[key] = (of[key] ?? 0) + 1;
  }
}
