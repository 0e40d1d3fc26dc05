import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import type { Worker } from '../lib/views.ts';
import { AmountsLine } from './amounts.tsx';
import { DataTable } from './data-table.tsx';
import { Time } from './time.tsx';

type Reservation = Worker['reservations'][string];

function SessionCell({ reservation }: { readonly reservation: Reservation }): VNode {
  const session = useApp().live.find('session', reservation.sessionId);
  if (session === undefined) return <span>Somebody else’s session</span>;
  return (
    <>
      <a href={paths.session(session.id)}>{session.name}</a>
      <div class="small text-body-secondary fw-normal">{session.definition.title}</div>
    </>
  );
}

function portsOf({ ports }: Reservation): string {
  return Object.values(ports).join(', ') || '–';
}

const columns: readonly Column<Reservation>[] = [
  { key: 'session', label: 'Session', cell: (reservation) => <SessionCell reservation={reservation} /> },
  { key: 'from', label: 'From', cell: ({ from }) => <Time at={from} /> },
  { key: 'until', label: 'Until', cell: ({ until }) => <Time at={until} /> },
  { key: 'takes', label: 'Takes', cell: ({ amounts }) => <AmountsLine amounts={amounts} /> },
  { key: 'ports', label: 'Ports', cell: portsOf },
  { key: 'state', label: 'State', cell: ({ confirmed }) => (confirmed ? 'Confirmed' : 'To be confirmed') },
];

/** Who has the worker when, and how much of it. */
export function ReservationTable({ reservations }: { readonly reservations: readonly Reservation[] }): VNode {
  return (
    <DataTable
      caption="Reservations in words"
      columns={columns}
      rows={reservations.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))}
      idOf={({ id }) => id}
    />
  );
}
