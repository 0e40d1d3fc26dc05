import { type Cohort, isFinal, type Session } from '@lcm/core/domain/session';
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
    if (after.cohort !== undefined) this.#ofClass(after, after.cohort, isPlaced);
  }

  #ofClass(seat: Session, cohort: Cohort, isPlaced: boolean): void {
    const seats = this.#seats.get(cohort.id) ?? new Set();
    this.#seats.set(cohort.id, seats.add(seat.id));
    if (!isPlaced || this.#hasBegun.has(cohort.id)) return;
    this.#hasBegun.add(cohort.id);
    if (cohort.mode === 'all-or-nothing') this.#checkWhole(seat, cohort);
  }

  #checkTime({ id, wanted, timeslot }: Session): void {
    if (wanted.start === undefined || wanted.start === timeslot?.start) return;
    this.#auditor.report('booking', `${id} was to begin at ${wanted.start} and has its place from ${timeslot?.start}`);
  }

  #checkWhole({ id }: Session, cohort: Cohort): void {
    const seats = this.#sessionsOf(cohort.id);
    const missing = cohort.size - seats.length;
    if (missing > 0)
      this.#auditor.report('booking', `${id} has a place, and ${missing} seats of ${cohort.id} are not booked`);
    const others = seats.filter((seat) => seat.id !== id && seat.status === 'pending');
    for (const other of others.filter((seat) => !this.#isReserved(seat)))
      this.#auditor.report('booking', `${id} has a place and ${other.id} of the same ${cohort.id} has none`);
  }

  #isReserved({ id, refusedReservations }: Session): boolean {
    return [...this.#auditor.workers.values()].some(({ reservations }) =>
      Object.values(reservations).some((one) => one.sessionId === id && !refusedReservations.includes(one.id)),
    );
  }

  /** At the end: nobody sat there because half of the class had been enough, and what was begun to be booked is whole or over. */
  check(): void {
    for (const cohort of this.#seats.keys()) this.#checkFinished(this.#sessionsOf(cohort));
    for (const cohort of this.#hasBegun)
      for (const seat of this.#sessionsOf(cohort).filter(isLeftOut))
        this.#auditor.report('booking', `${seat.id} never had a place, and others of ${cohort} had theirs`);
  }

  /** Whoever booked it may have died over it: then it was finished for them, or given up before anybody had a place. */
  #checkFinished(seats: readonly Session[]): void {
    const [first] = seats;
    if (first?.cohort === undefined || seats.length >= first.cohort.size) return;
    const left = seats.filter((seat) => !isFinal(seat) || (seat.placement !== undefined && hasTwins(seat)));
    for (const seat of left)
      this.#auditor.report('booking', `${seat.id} is one of a class that was never booked whole`);
  }

  #sessionsOf(cohort: string): readonly Session[] {
    return [...(this.#seats.get(cohort) ?? [])].flatMap((id) => this.#auditor.sessions.get(id) ?? []);
  }
}

/** Of use only together with the others. */
function hasTwins({ cohort }: Session): boolean {
  return cohort?.mode === 'all-or-nothing';
}

/** Though its class is of use only together, and nobody gave it up. */
function isLeftOut({ cohort, placement, outcome, refusedReservations }: Session): boolean {
  const hadPlace = placement !== undefined || refusedReservations.length > 0;
  return cohort?.mode === 'all-or-nothing' && !hadPlace && outcome?.result !== 'terminated';
}
