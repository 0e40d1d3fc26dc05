import { type Instant, instant } from '@lcm/core/kernel';
import { deliveryStates } from '@lcm/core/ports/lab-delivery';
import { z } from 'zod';
import { eventTypes } from './lifecycle.ts';

/** CloudEvents 1.0, structured mode: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
export const ldsEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.enum([eventTypes.running, eventTypes.paused, eventTypes.ended]),
    subject: z.string(),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    data: z
      .strictObject({
        session_id: z.string(),
        reference: z.string(),
        state: z.enum(deliveryStates),
        at: z.string(),
      })
      .readonly(),
  })
  .readonly();
export type LdsEvent = z.infer<typeof ldsEvent>;

export const outgoing = z
  .strictObject({
    sessionId: z.string(),
    event: ldsEvent,
    attempts: z.int(),
    notBefore: z.int().transform(instant),
    /** How often it is still to be acknowledged; more than once only by a fault. */
    copies: z.int(),
    /** By a fault: the next event of the session overtakes this one. */
    held: z.boolean(),
    lastError: z.string().optional(),
  })
  .readonly();
export type Outgoing = z.infer<typeof outgoing>;

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Events that nobody has acknowledged yet, in order per session. Mutable, owned by one model. */
export class Outbox {
  readonly #queues = new Map<string, Outgoing[]>();
  readonly #backoff: Backoff;

  constructor(backoff: Backoff, saved: readonly Outgoing[] = []) {
    this.#backoff = backoff;
    for (const entry of saved) this.#queue(entry.sessionId).push(entry);
  }

  add(entry: Outgoing): void {
    const queue = this.#queue(entry.sessionId);
    const last = queue.at(-1);
    if (last?.held) queue.splice(-1, 1, entry, { ...last, held: false });
    else queue.push(entry);
  }

  /** The next event of each session that may go out now. */
  due(now: Instant): Outgoing[] {
    return this.#heads().filter(({ notBefore }) => notBefore <= now);
  }

  /** When the next event of a session that is not in `except` may go out. */
  nextAt(except: { has(sessionId: string): boolean }): Instant | undefined {
    const times = this.#heads().flatMap(({ sessionId, notBefore }) => (except.has(sessionId) ? [] : [notBefore]));
    return times.toSorted((a, b) => a - b)[0];
  }

  acknowledged({ sessionId, event }: Outgoing): void {
    const queue = this.#queue(sessionId);
    const entry = queue.find((other) => other.event.id === event.id);
    if (entry === undefined) return;
    const others = queue.filter((other) => other !== entry);
    // The duplicate comes after what was waiting behind it, as a retry of a lost acknowledgement would.
    if (entry.copies > 1) others.push({ ...entry, copies: entry.copies - 1 });
    if (others.length === 0) this.#queues.delete(sessionId);
    else this.#queues.set(sessionId, others);
  }

  failed({ sessionId, event }: Outgoing, why: string, now: Instant): void {
    const { firstMs, maxMs } = this.#backoff;
    const queue = this.#queue(sessionId).map((entry) => {
      if (entry.event.id !== event.id) return entry;
      const waitMs = Math.min(firstMs * 2 ** entry.attempts, maxMs);
      return { ...entry, attempts: entry.attempts + 1, notBefore: instant(now + waitMs), lastError: why };
    });
    this.#queues.set(sessionId, queue);
  }

  toJSON(): Outgoing[] {
    return [...this.#queues.values()].flat();
  }

  #heads(): Outgoing[] {
    return [...this.#queues.values()].flatMap((queue) => queue.slice(0, 1));
  }

  #queue(sessionId: string): Outgoing[] {
    const queue = this.#queues.get(sessionId) ?? [];
    this.#queues.set(sessionId, queue);
    return queue;
  }
}
