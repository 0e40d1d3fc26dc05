import type { Instant } from '@lcm/core/kernel';

/** What only successive looks can tell. Losing it costs patience, never correctness. */
export interface Noted {
  readonly launch: number;
  /** The last place that we ourselves wrote down, or tried to: of an earlier one nobody asks any more. */
  readonly chosenPlace?: number | undefined;
  /** The place that we ourselves chose and nobody has asked for yet: only then is its refusal the whole truth. */
  readonly untriedPlace?: number | undefined;
  readonly missingSince?: Instant | undefined;
  readonly cmlDownSince?: Instant | undefined;
  readonly renewalAskedAt?: Instant | undefined;
  readonly returningSince?: Instant | undefined;
  readonly leftoversLookedAt?: Instant | undefined;
  readonly leftoverAskedAt?: Instant | undefined;
  /** The last try to bring tags and monitoring of the instance to what is wanted. */
  readonly aligned?: { readonly what: string; readonly at: Instant } | undefined;
  readonly stopAskedAt?: Instant | undefined;
  readonly labsAskedAt?: Instant | undefined;
  readonly healthReadAt?: Instant | undefined;
  readonly definitionsReadAt?: Instant | undefined;
  readonly activityLostSince?: Instant | undefined;
  /** What CML's own record told when it was last read. */
  readonly told?: { readonly readAt: Instant; readonly lastAt: Instant | undefined } | undefined;
}

/** Notes about the present launch of each worker; those of an earlier launch are worth nothing. */
export class Memory {
  readonly #notes = new Map<string, Noted>();

  of({ id, launch }: { readonly id: string; readonly launch: number }): Noted {
    const noted = this.#notes.get(id);
    return noted?.launch === launch ? noted : { launch };
  }

  note(worker: { readonly id: string; readonly launch: number }, news: Partial<Noted>): Noted {
    const noted = { ...this.of(worker), ...news };
    this.#notes.set(worker.id, noted);
    return noted;
  }

  forget(id: string): void {
    this.#notes.delete(id);
  }
}
