import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import type { Worker } from '../lib/views.ts';
import { AmountsLine } from './amounts.tsx';
import { Time } from './time.tsx';

type Reservation = Worker['reservations'][string];

function ReservationRow({ reservation }: { readonly reservation: Reservation }): VNode {
  const { live } = useApp();
  const session = live.find('session', reservation.sessionId);
  const ports = Object.values(reservation.ports);
  return (
    <tr>
      <th scope="row" data-label="Session">
        {session === undefined ? (
          'Somebody else’s session'
        ) : (
          <>
            <a href={paths.session(session.id)}>{session.name}</a>
            <div class="small text-body-secondary fw-normal">{session.definition.title}</div>
          </>
        )}
      </th>
      <td data-label="From">
        <Time at={reservation.from} />
      </td>
      <td data-label="Until">
        <Time at={reservation.until} />
      </td>
      <td data-label="Takes">
        <AmountsLine amounts={reservation.amounts} />
      </td>
      <td data-label="Ports">{ports.length === 0 ? '–' : ports.join(', ')}</td>
      <td data-label="State">{reservation.confirmed ? 'Confirmed' : 'To be confirmed'}</td>
    </tr>
  );
}

/** Who has the worker when, and how much of it. */
export function ReservationTable({ reservations }: { readonly reservations: readonly Reservation[] }): VNode {
  return (
    <table class="table table-stack mb-0">
      <caption class="visually-hidden">Reservations</caption>
      <thead>
        <tr>
          {['Session', 'From', 'Until', 'Takes', 'Ports', 'State'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reservations
          .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))
          .map((reservation) => (
            <ReservationRow key={reservation.id} reservation={reservation} />
          ))}
      </tbody>
    </table>
  );
}
