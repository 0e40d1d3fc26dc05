import { FindReservations, Reservations, type ReservationView } from '@lcm/core/contracts/reservation';
import { reservationSearch } from '@lcm/core/domain/query';
import type { Worker } from '@lcm/core/domain/worker';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { seesReservations } from '../../application/privacy.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listReservations = defineQuery({
  name: 'ListReservations',
  summary: 'Who has which worker and which of its ports when: by session, worker, port, interval or query',
  allow: seesReservations,
  input: FindReservations,
  output: Reservations,
  async handle({ q, limit, ...which }, _caller, { views, clock }: Deps) {
    const holds = asked(q, reservationSearch, clock.now());
    if (!holds.ok) return holds;
    const found = views
      .list('worker')
      .flatMap(({ state }) => reservationsOf(state, views))
      .filter((reservation) => isAmong(reservation, which) && holds.value(reservation))
      .toSorted((a, b) => a.from - b.from || a.id.localeCompare(b.id));
    return ok({ items: found.slice(0, limit), total: found.length });
  },
});

function reservationsOf({ id: workerId, name: workerName, reservations }: Worker, views: Views): ReservationView[] {
  return Object.values(reservations).map((reservation) => {
    const session = views.get('session', reservation.sessionId)?.state;
    const { name: sessionName, ownerId, definition } = session ?? {};
    return { ...reservation, sessionName, ownerId, definitionTitle: definition?.title, workerId, workerName };
  });
}

type Which = Omit<FindReservations, 'q' | 'limit'>;

function isAmong(held: ReservationView, { workerId, sessionId, port, ...times }: Which): boolean {
  const isOf = (workerId ?? held.workerId) === held.workerId && (sessionId ?? held.sessionId) === held.sessionId;
  const hasPort = port === undefined || Object.values(held.ports).includes(port);
  return isOf && hasPort && isWithin(held, times);
}

function isWithin(
  held: ReservationView,
  { from = held.from, until = held.until }: Pick<Which, 'from' | 'until'>,
): boolean {
  return held.until > from && held.from < until;
}
