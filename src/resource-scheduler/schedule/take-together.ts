import type { ControllerCommandInput } from '@lcm/core/contracts/control-plane';
import type { Reservation, WorkerId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { about, type ScheduleDeps } from './deps.ts';
import type { CohortStep, HeldSeat } from './plan-cohorts.ts';
import type { Seat } from './plan-schedule.ts';

/** A seat that is reserved, and what is told to its session. */
interface Reserved {
  readonly workerId: WorkerId;
  readonly reservation: Reservation;
  readonly place: ControllerCommandInput<'ScheduleSession'>;
}

/**
 * Reserves worker by worker, many places in one commit, and tells nobody before all of them are reserved: the first seat
 * to be told decides for the cohort. Refused: everything is given back, and looked at again with the calendars as they are.
 */
export async function takeTogether(seats: readonly Seat[], deps: ScheduleDeps): Promise<void> {
  const held: Reserved[] = [];
  for (const [workerId, there] of Map.groupBy(seats, ({ placed }) => placed.worker.id)) {
    const [{ session } = { session: { id: workerId } }] = there;
    const reservations = there.map(({ reservation }) => reservation);
    const options = about(session.id, deps);
    const reserved = await deps.controlPlane.send('ReserveCapacity', { workerId, reservations }, options);
    if (!reserved.ok) return release(held, deps);
    held.push(...there.map(asReserved));
  }
  await tellAll(inTheirOrder(seats, held), { decided: false }, deps);
}

/** What a leader before us has left: see `planCohorts`. */
export async function settleCohort({ do: what, decided, seats }: CohortStep, deps: ScheduleDeps): Promise<void> {
  const held = seats.map((seat) => leftBehind(seat, deps));
  return what === 'finish' ? tellAll(held, { decided }, deps) : giveBack(held, deps);
}

async function tellAll(
  seats: readonly Reserved[],
  { decided }: { readonly decided: boolean },
  deps: ScheduleDeps,
): Promise<void> {
  let isDecided = decided;
  for (const { workerId, reservation, place } of seats) {
    const options = about(place.sessionId, deps);
    const told = await deps.controlPlane.send('ScheduleSession', place, options);
    if (!told.ok && !isDecided) return giveBack(seats, deps);
    isDecided = true;
    // One that has ended meanwhile has its place taken back like any that was never used.
    if (!told.ok) continue;
    await deps.controlPlane.send('ConfirmReservation', { workerId, reservationId: reservation.id }, options);
  }
}

const reason = 'its cohort did not get all of its seats';

/**
 * Each session is closed to its place before that is released, in the order in which they are told. The first that has
 * taken its place after all shows that another leader has decided: the rest is theirs.
 */
async function giveBack(seats: readonly Reserved[], deps: ScheduleDeps): Promise<void> {
  for (const { workerId, reservation, place } of seats) {
    const { sessionId } = place;
    const of = { sessionId, reservationId: reservation.id };
    const closed = await deps.controlPlane.send('RefuseReservation', of, about(sessionId, deps));
    if (!closed.ok) return;
    await release([{ workerId, reservation, place }], deps);
  }
}

async function release(seats: readonly Reserved[], deps: ScheduleDeps): Promise<void> {
  for (const { workerId, reservation, place } of seats) {
    const of = { workerId, reservationId: reservation.id, reason };
    await deps.controlPlane.send('ReleaseReservation', of, about(place.sessionId, deps));
  }
}

function inTheirOrder(seats: readonly Seat[], held: readonly Reserved[]): readonly Reserved[] {
  const bySession = new Map(held.map((each) => [each.place.sessionId, each]));
  return seats.flatMap(({ session }) => bySession.get(session.id) ?? []);
}

function asReserved({ session, reservation, placed }: Seat): Reserved {
  const { worker, window, why, verdict } = placed;
  const { id: reservationId, from, until, ports } = reservation;
  return {
    workerId: worker.id,
    reservation,
    place: {
      sessionId: session.id,
      placement: { workerId: worker.id, workerName: worker.name, reservationId, from, until, ports, why },
      timeslot: { start: window.start, end: window.end },
      verdict,
    },
  };
}

function leftBehind({ session, worker, reservation }: HeldSeat, { clock }: ScheduleDeps): Reserved {
  const { id: reservationId, from, until, ports } = reservation;
  const start = session.wanted.start ?? from;
  const end = instant(start + session.wanted.durationMinutes * 60_000);
  const why = `${worker.name} holds it with the other seats of its cohort`;
  return {
    workerId: worker.id,
    reservation,
    place: {
      sessionId: session.id,
      placement: { workerId: worker.id, workerName: worker.name, reservationId, from, until, ports, why },
      timeslot: { start, end },
      verdict: { decidedAt: clock.now(), placed: true, summary: why, workers: [], wouldHelp: [] },
    },
  };
}
