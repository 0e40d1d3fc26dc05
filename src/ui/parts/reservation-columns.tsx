import type { VNode } from 'preact';
import { formatDuration } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { ReservationLine } from '../lib/reservations.ts';
import type { Column } from '../lib/table.ts';
import { AmountsLine } from './amounts.tsx';
import { CopyId } from './copy-id.tsx';
import { Person } from './person.tsx';
import { Badge } from './status-badge.tsx';
import { Time } from './time.tsx';

function SessionCell({ line: { sessionId, sessionName, definitionTitle } }: { readonly line: ReservationLine }): VNode {
  return (
    <>
      <a href={paths.session(sessionId)}>{sessionName ?? sessionId}</a>
      {definitionTitle !== undefined && <div class="small text-body-secondary fw-normal">{definitionTitle}</div>}
    </>
  );
}

function portsIn({ ports }: ReservationLine): readonly number[] {
  return Object.values(ports).toSorted((a, b) => a - b);
}

function StateCell({ line }: { readonly line: ReservationLine }): VNode {
  const [tone, text] = line.confirmed ? (['good', 'Confirmed'] as const) : (['wait', 'To be confirmed'] as const);
  return <Badge tone={tone} text={text} />;
}

export const reservationColumns: readonly Column<ReservationLine>[] = [
  {
    key: 'session',
    label: 'Session',
    cell: (line) => <SessionCell line={line} />,
    sortBy: ({ sessionName, sessionId }) => sessionName ?? sessionId,
  },
  {
    key: 'owner',
    label: 'Owner',
    cell: ({ ownerId }) => (ownerId === undefined ? '–' : <Person id={ownerId} />),
    sortBy: ({ ownerId }) => ownerId,
  },
  {
    key: 'worker',
    label: 'Worker',
    cell: ({ workerId, workerName }) => <a href={paths.worker(workerId)}>{workerName}</a>,
    sortBy: ({ workerName }) => workerName,
  },
  { key: 'from', label: 'From', cell: ({ from }) => <Time at={from} />, sortBy: ({ from }) => Date.parse(from) },
  { key: 'until', label: 'Until', cell: ({ until }) => <Time at={until} />, sortBy: ({ until }) => Date.parse(until) },
  {
    key: 'length',
    label: 'Length',
    cell: ({ from, until }) => formatDuration(Date.parse(until) - Date.parse(from)),
    sortBy: ({ from, until }) => Date.parse(until) - Date.parse(from),
    isNumber: true,
  },
  { key: 'takes', label: 'Takes', cell: ({ amounts }) => <AmountsLine amounts={amounts} /> },
  {
    key: 'ports',
    label: 'Ports',
    cell: (line) => portsIn(line).join(', ') || '–',
    sortBy: (line) => portsIn(line)[0],
  },
  {
    key: 'state',
    label: 'State',
    cell: (line) => <StateCell line={line} />,
    sortBy: ({ confirmed }) => String(confirmed),
  },
  { key: 'id', label: 'Id', cell: ({ id }) => <CopyId id={id} what="id" /> },
];
