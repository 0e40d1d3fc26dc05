import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { sessionBooked } from '@lcm/core/domain/testing';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';

const hourMs = 3_600_000;

/** A session with a place on a worker. */
export function aSessionOn(number: number, at: Instant): readonly SessionEvent[] {
  const end = instant(at + hourMs);
  const placement = {
    workerId: WorkerId.parse(`wkr_${number}`),
    workerName: `w${number}`,
    reservationId: ReservationId.parse('res_1'),
    from: at,
    until: end,
    ports: {},
    why: 'it has room',
  };
  const verdict = { decidedAt: at, placed: true, summary: 'placed', workers: [], wouldHelp: [] };
  return [
    sessionBooked(1, { id: SessionId.parse('ses_1'), at }),
    { type: 'SessionScheduled', timeslot: { start: at, end }, placement, verdict, at },
  ];
}
