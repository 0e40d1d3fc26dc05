import { unreachable } from '@lcm/core/kernel';
import { about, type ScheduleDeps } from './deps.ts';
import type { ReservationStep } from './plan-reservations.ts';

export async function settle(step: ReservationStep, deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  const { worker, reservation } = step;
  const options = about(reservation.sessionId, deps);
  const of = { workerId: worker.id, reservationId: reservation.id };
  switch (step.do) {
    case 'confirm':
      await controlPlane.send('ConfirmReservation', of, options);
      return;
    case 'resize':
      await controlPlane.send('ResizeReservation', { ...of, ...step.to }, options);
      return;
    case 'release':
      await controlPlane.send('ReleaseReservation', { ...of, reason: step.reason }, options);
      return;
    case 'take-back': {
      const { sessionId } = reservation;
      const closed = await controlPlane.send(
        'RefuseReservation',
        { sessionId, reservationId: reservation.id },
        options,
      );
      const nobodys = !closed.ok && closed.rejection.code === 'session.unknown';
      if (!closed.ok && !nobodys) return;
      await controlPlane.send('ReleaseReservation', { ...of, reason: 'its session never took it' }, options);
      return;
    }
    default:
      unreachable(step);
  }
}
