import type { Session } from '@lcm/core/domain/session';
import type { Auditor, SessionStep } from './auditor.ts';

/**
 * Classes, as they get their places. Of one that needs all its seats the first is told only when each of them is booked and
 * has a place in some worker's calendar; and nobody who asked for a time is given another.
 */
export class Cohorts {
  readonly #auditor: Auditor;
  readonly #seats = new Map<string, Set<string>>();
  /** Those of which a seat was ever told its place: from then on each stands for itself. */
  readonly #hasBegun = new Set<string>();

  constructor(auditor: Auditor) {
    this.#auditor = auditor;
  }

  moved({ before, after }: SessionStep): void {
    const isPlaced = before?.status === 'pending' && after.status === 'scheduled';
    if (isPlaced) this.#checkTime(after);
    const { cohort } = after;
    if (cohort === undefined) return;
    const seats = this.#seats.get(cohort.id) ?? new Set();
    this.#seats.set(cohort.id, seats.add(after.id));
    const others = this.#sessionsOf(seats).filter(({ id }) => id !== after.id);
    if (!isPlaced || this.#hasBegun.has(cohort.id)) return;
    this.#hasBegun.add(cohort.id);
    if (cohort.mode === 'all-or-nothing') this.#checkWhole(after, cohort.size, others);
  }

  #checkTime({ id, wanted, timeslot }: Session): void {
    if (wanted.start === undefined || wanted.start === timeslot?.start) return;
    this.#auditor.report('booking', `${id} was to begin at ${wanted.start} and has its place from ${timeslot?.start}`);
  }

  #checkWhole({ id, cohort }: Session, size: number, others: readonly Session[]): void {
    if (others.length + 1 < size)
      this.#auditor.report('booking', `${id} has a place, and ${size - others.length - 1} seats of ${cohort?.id} none`);
    for (const other of others.filter(({ status }) => status === 'pending')) {
      if (!this.#isReserved(other))
        this.#auditor.report('booking', `${id} has a place and ${other.id} of the same ${cohort?.id} has none`);
    }
  }

  #isReserved({ id, refusedReservations }: Session): boolean {
    return [...this.#auditor.workers.values()].some(({ reservations }) =>
      Object.values(reservations).some((one) => one.sessionId === id && !refusedReservations.includes(one.id)),
    );
  }

  /** At the end: nobody sat there because half of the class had been enough. */
  check(): void {
    for (const [id, seats] of this.#seats) {
      const sessions = this.#sessionsOf(seats);
      if (sessions[0]?.cohort?.mode !== 'all-or-nothing' || !this.#hasBegun.has(id)) continue;
      for (const { id: seat, placement, outcome, refusedReservations } of sessions) {
        const hadPlace = placement !== undefined || refusedReservations.length > 0;
        if (!hadPlace && outcome?.result !== 'terminated')
          this.#auditor.report('booking', `${seat} never had a place, and others of ${id} had theirs`);
      }
    }
  }

  #sessionsOf(seats: ReadonlySet<string>): readonly Session[] {
    return [...seats].flatMap((id) => this.#auditor.sessions.get(id) ?? []);
  }
}
