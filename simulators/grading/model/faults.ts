import { type Instant, instant } from '@lcm/core/kernel';
import { z } from 'zod';

/** Troubles of single answers, of single gradings, and of single events. */
export const answerFaults = ['slow', 'server-error', 'answer-lost', 'not-json', 'nonsense', 'other-session'] as const;
export const gradingFaults = ['faulted', 'item-left-out'] as const;
export const eventFaults = ['event-lost', 'event-duplicated', 'event-early'] as const;
const kinds = [...answerFaults, ...gradingFaults, ...eventFaults] as const;
export type FaultKind = (typeof kinds)[number];

/** What can be asked for by `POST /_faults`. */
export const FaultRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outage'), forMs: z.int().positive() }),
  z.strictObject({
    kind: z.enum(kinds),
    times: z.int().positive().default(1),
    /** So many go well before. */
    fineBefore: z.int().nonnegative().default(0),
    /** How slow. */
    ms: z.int().nonnegative().default(5000),
  }),
]);
export type FaultRequest = z.input<typeof FaultRequest>;

type Spending = Exclude<z.output<typeof FaultRequest>, { kind: 'outage' }>;

/** What shall go wrong. Mutable, owned by one model; forgotten when the program ends. */
export class Faults {
  #outageUntil: Instant = instant(0);
  readonly #armed = new Map<FaultKind, Spending>();

  arm(request: FaultRequest, now: Instant): void {
    const fault = FaultRequest.parse(request);
    if (fault.kind === 'outage') this.#outageUntil = instant(now + fault.forMs);
    else this.#armed.set(fault.kind, fault);
  }

  clear(): void {
    this.#outageUntil = instant(0);
    this.#armed.clear();
  }

  isOutage(now: Instant): boolean {
    return now < this.#outageUntil;
  }

  /** Whether this is the time for it, and for how long; each question is one that goes well, or one use. */
  spend(kind: FaultKind): number | undefined {
    const fault = this.#armed.get(kind);
    if (fault === undefined) return undefined;
    if (fault.fineBefore > 0) {
      this.#armed.set(kind, { ...fault, fineBefore: fault.fineBefore - 1 });
      return undefined;
    }
    if (fault.times > 1) this.#armed.set(kind, { ...fault, times: fault.times - 1 });
    else this.#armed.delete(kind);
    return fault.ms;
  }

  get armed(): readonly Spending[] {
    return [...this.#armed.values()];
  }
}
