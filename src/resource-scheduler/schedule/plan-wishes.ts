import { foreignPorts as foreignPortsOf } from '@lcm/core/domain/lab';
import { type Session, sessionCan } from '@lcm/core/domain/session';
import type { Reservation, Worker } from '@lcm/core/domain/worker';
import { type Instant, instant, type Random } from '@lcm/core/kernel';
import { type Decision, extensionOn, place, requestOf } from '@lcm/core/placement';
import { reservationFor, type Snapshot, withReservation } from './plan-schedule.ts';

type Placed = Extract<Decision, { kind: 'place' }>;

/** What the scheduler answers to a session that wants more time or another place. */
export type WishStep =
  | {
      readonly do: 'extend';
      readonly session: Session;
      readonly worker: Worker;
      readonly end: Instant;
      readonly until: Instant;
      readonly summary: string;
    }
  | {
      /** On its own worker, overlapping what it has: one reservation that is wide enough for both, until it is told. */
      readonly do: 'shift';
      readonly session: Session;
      readonly reservation: Reservation;
      readonly placed: Placed;
    }
  | {
      readonly do: 'move';
      readonly session: Session;
      readonly reservation: Reservation;
      readonly placed: Placed;
      /** Nobody has asked for it: only the calendar gains. */
      readonly isUnasked?: true | undefined;
    }
  | {
      readonly do: 'refuse-wish';
      readonly session: Session;
      readonly kind: 'extend' | 'move';
      readonly summary: string;
      readonly latestEnd?: Instant | undefined;
    };

/** Pure: who sits already is asked before who waits, the first to ask first. */
export function planWishes(snapshot: Snapshot, random: Random): readonly WishStep[] {
  const steps: WishStep[] = [];
  let { workers } = snapshot;
  for (const session of wishing(snapshot.sessions)) {
    const step = stepFor(session, { ...snapshot, workers }, random);
    if (step === undefined) continue;
    steps.push(step);
    workers = after(workers, step);
  }
  return steps;
}

function wishing(sessions: readonly Session[]): readonly Session[] {
  return sessions
    .filter((session) => session.wish !== undefined && sessionCan(session.wish.kind, session))
    .toSorted((a, b) => (a.wish?.at ?? 0) - (b.wish?.at ?? 0) || (a.id < b.id ? -1 : 1));
}

function stepFor(session: Session, snapshot: Snapshot, random: Random): WishStep | undefined {
  const { wish } = session;
  if (wish?.kind === 'extend') return extension(session, snapshot);
  return wish?.kind === 'move' ? move(session, { snapshot, random, wish }) : undefined;
}

function extension(session: Session, { workers, settings, now }: Snapshot): WishStep | undefined {
  const { timeslot, placement } = session;
  const worker = workers.find(({ id }) => id === placement?.workerId);
  if (worker === undefined || timeslot === undefined)
    return { do: 'refuse-wish', session, kind: 'extend', summary: 'its worker is gone' };
  const answer = extensionOn({ ...session, timeslot }, worker, { settings, now });
  if (answer === undefined) return undefined;
  const { summary } = answer;
  if (!answer.granted) return { do: 'refuse-wish', session, kind: 'extend', summary, latestEnd: answer.latestEnd };
  return { do: 'extend', session, worker, end: answer.end, until: answer.until, summary };
}

interface Move {
  readonly snapshot: Snapshot;
  readonly random: Random;
  readonly wish: Extract<NonNullable<Session['wish']>, { kind: 'move' }>;
}

/** A place like any other, on the worker that was named; or, where only its own place is in the way, that one shifted. */
function move(session: Session, { snapshot, random, wish }: Move): WishStep {
  const named = snapshot.workers.filter(({ id }) => wish.workerId === undefined || id === wish.workerId);
  const placeAmong = placing(session, wish, snapshot);
  const placed = placeAmong(named);
  if (placed.kind === 'place')
    return { do: 'move', session, reservation: reservationFor(session, { placed, random, snapshot }), placed };
  const own = ownPlace(session, named);
  const shifted = own && placeAmong([released(own.worker, own.reservation.id)]);
  if (own && shifted?.kind === 'place' && overlaps(shifted.window, own.reservation))
    return { do: 'shift', session, reservation: own.reservation, placed: { ...shifted, ports: own.reservation.ports } };
  return { do: 'refuse-wish', session, kind: 'move', summary: placed.verdict.summary };
}

function placing(session: Session, wish: Move['wish'], snapshot: Snapshot): (workers: readonly Worker[]) => Decision {
  const request = { ...requestOf(session), start: wish.start ?? session.timeslot?.start };
  const foreignPorts = foreignPortsOf(snapshot.labs, snapshot.workers);
  const fleet = { ...snapshot, foreignPorts, everywhere: snapshot.workers, templates: [] };
  return (workers) => place(request, { ...fleet, workers });
}

function ownPlace(
  { placement }: Session,
  workers: readonly Worker[],
): { readonly worker: Worker; readonly reservation: Reservation } | undefined {
  const worker = workers.find(({ id }) => id === placement?.workerId);
  const reservation = placement && worker?.reservations[placement.reservationId];
  return worker && reservation && { worker, reservation };
}

function overlaps(a: Pick<Reservation, 'from' | 'until'>, b: Pick<Reservation, 'from' | 'until'>): boolean {
  return a.from < b.until && b.from < a.until;
}

function released(worker: Worker, reservationId: string): Worker {
  const reservations = Object.fromEntries(Object.entries(worker.reservations).filter(([id]) => id !== reservationId));
  return { ...worker, reservations };
}

/** What holds the old time and the new one. */
export function unionOf(
  a: Pick<Reservation, 'from' | 'until'>,
  b: Pick<Reservation, 'from' | 'until'>,
): Pick<Reservation, 'from' | 'until'> {
  return { from: instant(Math.min(a.from, b.from)), until: instant(Math.max(a.until, b.until)) };
}

/** The calendars as they are after a step: an old place stays taken until it is really given back. */
function after(workers: readonly Worker[], step: WishStep): readonly Worker[] {
  switch (step.do) {
    case 'extend': {
      const id = step.session.placement?.reservationId;
      return workers.map((worker) => {
        const held = id === undefined ? undefined : worker.reservations[id];
        return held === undefined ? worker : withReservation(worker, { ...held, until: step.until });
      });
    }
    case 'shift': {
      const wide = { ...step.reservation, ...unionOf(step.reservation, step.placed.window) };
      return workers.map((worker) => (worker.id === step.placed.worker.id ? withReservation(worker, wide) : worker));
    }
    case 'move':
      return workers.map((worker) =>
        worker.id === step.placed.worker.id ? withReservation(worker, step.reservation) : worker,
      );
    case 'refuse-wish':
      return workers;
  }
}
