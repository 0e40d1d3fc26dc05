import { type Instant, instant } from '@lcm/core/kernel';
import { z } from 'zod';

/** Troubles that spend themselves, one use at a time. */
export const faultKinds = [
  'slow',
  'answer-lost',
  'event-lost',
  'event-duplicated',
  'event-delayed',
  'event-early',
  'event-out-of-order',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What can be asked for by `POST /_faults`. */
export const faultRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outage'), forMs: z.int().positive() }),
  z.strictObject({
    kind: z.enum(faultKinds),
    times: z.int().positive().default(1),
    /** How slow, or how late. */
    ms: z.int().nonnegative().default(5000),
  }),
]);
export type FaultRequest = z.input<typeof faultRequest>;

export const armedFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outage'), until: z.int().transform(instant) }),
  z.strictObject({ kind: z.enum(faultKinds), times: z.int(), ms: z.int() }),
]);
export type ArmedFault = z.infer<typeof armedFault>;
type SpendingFault = Exclude<ArmedFault, { kind: 'outage' }>;

/** The troubles that lie ahead. Mutable, owned by one model. */
export class Faults {
  #armed: readonly ArmedFault[];

  constructor(armed: readonly ArmedFault[] = []) {
    this.#armed = armed;
  }

  arm(request: FaultRequest, now: Instant): void {
    const fault = faultRequest.parse(request);
    const armed: ArmedFault =
      fault.kind === 'outage' ? { kind: 'outage', until: instant(now + fault.forMs) } : { ...fault };
    this.#armed = [...this.#armed, armed];
  }

  clear(): void {
    this.#armed = [];
  }

  isOutage(now: Instant): boolean {
    return this.#armed.some((fault) => fault.kind === 'outage' && now < fault.until);
  }

  /** Spends one use of the oldest fault of a kind; its milliseconds, or `undefined` when none is armed. */
  spend(kind: FaultKind): number | undefined {
    const found = this.#armed.find((fault): fault is SpendingFault => fault.kind === kind);
    if (found === undefined) return undefined;
    this.#armed = this.#armed.flatMap((fault) => {
      if (fault !== found) return [fault];
      return found.times > 1 ? [{ ...found, times: found.times - 1 }] : [];
    });
    return found.ms;
  }

  toJSON(): ArmedFault[] {
    return [...this.#armed];
  }
}
