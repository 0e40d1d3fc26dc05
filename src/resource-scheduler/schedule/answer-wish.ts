import { unreachable } from '@lcm/core/kernel';
import { about, type ScheduleDeps } from './deps.ts';
import { unionOf } from './plan-wishes.ts';
import type { WishStep } from './wish-step.ts';

type Answer<Kind extends WishStep['do']> = Extract<WishStep, { do: Kind }>;

/** The calendar first, then the session: what is lost between them, the session's own record settles at the next look. */
export async function answer(step: WishStep, deps: ScheduleDeps): Promise<void> {
  switch (step.do) {
    case 'extend':
      return extend(step, deps);
    case 'shift':
      return shift(step, deps);
    case 'move':
      return move(step, deps);
    case 'refuse-wish': {
      const { session, kind, summary, latestEnd } = step;
      const refused = { type: 'refused', kind, summary, latestEnd } as const;
      await deps.controlPlane.send('AnswerWish', { sessionId: session.id, answer: refused }, about(session.id, deps));
      return;
    }
    default:
      unreachable(step);
  }
}

async function extend({ session, worker, end, until, summary }: Answer<'extend'>, deps: ScheduleDeps): Promise<void> {
  const { placement } = session;
  if (placement === undefined) return;
  const options = about(session.id, deps);
  const wide = { workerId: worker.id, reservationId: placement.reservationId, from: placement.from, until };
  const resized = await deps.controlPlane.send('ResizeReservation', wide, options);
  // Refused: something has happened on the worker since we looked, and it will be looked at again.
  if (!resized.ok) return;
  const extended = { type: 'extended', end, until, summary } as const;
  await deps.controlPlane.send('AnswerWish', { sessionId: session.id, answer: extended }, options);
}

async function shift(step: Answer<'shift'>, deps: ScheduleDeps): Promise<void> {
  const { session, reservation, placed } = step;
  const of = { workerId: placed.worker.id, reservationId: reservation.id };
  const options = about(session.id, deps);
  const wide = await deps.controlPlane.send(
    'ResizeReservation',
    { ...of, ...unionOf(reservation, placed.window) },
    options,
  );
  if (!wide.ok) return;
  const told = await tell(step, deps);
  const { from, until } = placed.window;
  if (told) await deps.controlPlane.send('ResizeReservation', { ...of, from, until }, options);
}

async function move(step: Answer<'move'>, deps: ScheduleDeps): Promise<void> {
  const { session, reservation, placed } = step;
  const options = about(session.id, deps);
  const workerId = placed.worker.id;
  const reserved = await deps.controlPlane.send('ReserveCapacity', { workerId, reservations: [reservation] }, options);
  if (!reserved.ok) return;
  const told = await tell(step, deps);
  if (!told) return;
  await deps.controlPlane.send('ConfirmReservation', { workerId, reservationId: reservation.id }, options);
  const old = session.placement;
  if (old === undefined) return;
  const reason = 'its session has another place';
  await deps.controlPlane.send(
    'ReleaseReservation',
    { workerId: old.workerId, reservationId: old.reservationId, reason },
    options,
  );
}

async function tell(step: Answer<'move'> | Answer<'shift'>, deps: ScheduleDeps): Promise<boolean> {
  const { session, reservation, placed } = step;
  const unasked = step.do === 'move' && step.isUnasked === true;
  const { worker, window, ports, why, verdict } = placed;
  const { from, until, start, end } = window;
  const placement = {
    workerId: worker.id,
    workerName: worker.name,
    reservationId: reservation.id,
    from,
    until,
    ports,
    why,
  };
  const moved = { type: 'moved', placement, timeslot: { start, end }, verdict, unasked } as const;
  const told = await deps.controlPlane.send(
    'AnswerWish',
    { sessionId: session.id, answer: moved },
    about(session.id, deps),
  );
  return told.ok;
}
