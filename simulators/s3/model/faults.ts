import { z } from 'zod';
import { s3Codes } from './s3-error.ts';

export const actions = [
  'CreateBucket',
  'DeleteObject',
  'GetObject',
  'HeadObject',
  'ListObjectsV2',
  'PutObject',
] as const;
export type Action = (typeof actions)[number];

const scope = {
  /** Which actions it hits; all when left out. */
  actions: z.array(z.enum(actions)).readonly().optional(),
  /** How many calls it hits; until it is cleared when left out. */
  count: z.int().positive().optional(),
};

export const Fault = z.discriminatedUnion('kind', [
  /** Answered with this code, and nothing happens. */
  z.strictObject({ kind: z.literal('refuse'), code: z.enum(s3Codes), ...scope }),
  /** It happens, and the caller never hears of it. */
  z.strictObject({ kind: z.literal('lose-answer'), ...scope }),
  /** Half of the answer's body is sent, then the line is cut. */
  z.strictObject({ kind: z.literal('truncate'), ...scope }),
  /** The body is as long as it was put, and not what was put. */
  z.strictObject({ kind: z.literal('corrupt'), ...scope }),
  /** Nothing is answered until the caller has given up. */
  z.strictObject({ kind: z.literal('hang'), ...scope }),
]);
export type Fault = z.infer<typeof Fault>;

/** What shall go wrong. The oldest fault that fits a call hits it, and is used up by one. */
export class FaultPlan {
  #faults: readonly Fault[] = [];

  get all(): readonly Fault[] {
    return this.#faults;
  }

  add(...faults: readonly Fault[]): void {
    this.#faults = [...this.#faults, ...faults];
  }

  clear(): void {
    this.#faults = [];
  }

  take(action: Action): Fault | undefined {
    const found = this.#faults.find((fault) => fault.actions?.includes(action) ?? true);
    if (found?.count === undefined) return found;
    const rest = found.count > 1 ? [{ ...found, count: found.count - 1 }] : [];
    this.#faults = this.#faults.flatMap((fault) => (fault === found ? rest : [fault]));
    return found;
  }
}
