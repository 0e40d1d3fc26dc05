import type { Session, SessionStatus } from '@lcm/core/domain/session';
import { type Clock, instant, toIso } from '@lcm/core/kernel';
import type { SessionStep } from './auditor.ts';

const minute = 60_000;

/** So long before its start a lab has to be there. */
const beforehandMs = 2 * minute;
/** Who was promised their start later than that could not count on it: a host takes so long to be up. */
const noticeMs = 45 * minute;

const awaited: readonly SessionStatus[] = ['scheduled', 'instantiating'];

export interface Kept {
  readonly promised: number;
  readonly inTime: number;
  /** The others, with what they were waiting for when they had to be ready. */
  readonly late: readonly string[];
}

interface Promised {
  readonly start: number;
  readonly at: number;
}

/** Whether what was promised for a time was ready before it. A figure, and no invariant: hosts fail. */
export class Punctuality {
  readonly #clock: Clock;
  readonly #promised = new Map<string, Promised>();
  readonly #readyAt = new Map<string, number>();
  readonly #calledOffAt = new Map<string, number>();
  /** As they were when they had to be ready. */
  readonly #then = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  moved({ after, commit }: SessionStep): void {
    const now = this.#clock.now();
    const { id, timeslot, status, outcome } = after;
    // Whoever gives a place back has no promise until they have another.
    if (commit.events.some(({ type }) => type === 'SessionRequeued')) this.#promised.delete(id);
    if (timeslot !== undefined) this.#awaited(after, timeslot.start);
    if (status === 'ready') noteFirst(this.#readyAt, id, now);
    if (outcome?.result === 'terminated') noteFirst(this.#calledOffAt, id, now);
  }

  #awaited(session: Session, start: number): void {
    const now = this.#clock.now();
    const { id, status, wanted } = session;
    const isPromise = awaited.includes(status) && start === wanted.start;
    if (isPromise && this.#promised.get(id)?.start !== start) this.#promised.set(id, { start, at: now });
    if (now <= start - beforehandMs) this.#then.set(id, session);
  }

  get kept(): Kept {
    const counted = [...this.#promised].filter(
      ([id, { start, at }]) => start - at >= noticeMs && start <= this.#clock.now() && !this.#wasCalledOff(id, start),
    );
    const late = counted.filter(([id, { start }]) => (this.#readyAt.get(id) ?? start) > start - beforehandMs);
    return {
      promised: counted.length,
      inTime: counted.length - late.length,
      late: late.map(([id, { start }]) => `${id} for ${toIso(instant(start))}: ${inWords(this.#then.get(id))}`),
    };
  }

  #wasCalledOff(id: string, start: number): boolean {
    return (this.#calledOffAt.get(id) ?? start) < start - beforehandMs;
  }
}

function noteFirst(times: Map<string, number>, id: string, now: number): void {
  if (!times.has(id)) times.set(id, now);
}

function inWords(session: Session | undefined): string {
  if (session === undefined) return 'nobody knows';
  const { status, reason, progress } = session;
  const open = Object.entries(progress.instantiate ?? {}).find(
    ([, step]) => step.status !== 'done' && step.status !== 'skipped',
  );
  return open === undefined ? `${status}, ${reason}` : `${status}, ${open[0]}: ${open[1].message}`;
}
