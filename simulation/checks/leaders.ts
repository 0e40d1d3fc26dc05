import type { Fence } from '@lcm/core/contracts/primitives';
import type { Instant } from '@lcm/core/kernel';

/** One leader's time, as the coordination store gave it. */
export interface Term {
  readonly election: string;
  /** Of the store that gave it, as that says itself. */
  readonly epoch: number | undefined;
  readonly token: number;
  /** In the order in which they were won: tokens begin anew in a store that was lost. */
  readonly number: number;
  readonly process: string;
  readonly lease: string;
  readonly wonAt: Instant;
  /** Until when the store holds its lease, unless it is renewed once more. Monotonic. */
  heldUntil: number;
  /** The store broke its word: it took the lease away before its time, or forgot it. */
  isRevoked: boolean;
}

/** Who leads and who has led, as the coordination store decided it: what processes believe of themselves is not asked. */
export class Leaders {
  readonly #terms: Term[] = [];

  get all(): readonly Term[] {
    return this.#terms;
  }

  won(term: Omit<Term, 'number' | 'isRevoked'>): void {
    this.#terms.push({ ...term, number: this.#terms.length + 1, isRevoked: false });
  }

  kept(lease: string, heldUntil: number): void {
    for (const term of this.#terms) if (term.lease === lease) term.heldUntil = heldUntil;
  }

  revoked(lease: string): void {
    for (const term of this.#terms) if (term.lease === lease) term.isRevoked = true;
  }

  /** Under which of its terms a process speaks; undefined when it never won that one. */
  termOf(process: string, { election, epoch, token }: Fence): Term | undefined {
    return this.#terms.findLast(
      (term) => term.process === process && term.election === election && term.epoch === epoch && term.token === token,
    );
  }

  latestOf(process: string): Term | undefined {
    return this.#terms.findLast((term) => term.process === process);
  }

  /** The last to have won each election. */
  latest(): readonly Term[] {
    return [...new Map(this.#terms.map((term) => [term.election, term])).values()];
  }
}
