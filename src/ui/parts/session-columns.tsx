import { sessionTransitions } from '@lcm/core/domain/session';
import { formatMemory, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { startOf } from '../lib/session-words.ts';
import type { Column } from '../lib/table.ts';
import type { Session } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { Person } from './person.tsx';
import { ActionsCell, NameCell, OwnerCell, SeatCell, StartCell, StatusCell, WorkerCell } from './session-cells.tsx';
import { Since, Time } from './time.tsx';

const lifecycle = Object.keys(sessionTransitions);

function time(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function WhenCell({ at }: { readonly at: string | undefined }) {
  return at === undefined ? <span>–</span> : <Time at={at} />;
}

function minutesOf({ timeslot, wanted }: Session): number {
  if (timeslot === undefined) return wanted.durationMinutes;
  return Math.round((Date.parse(timeslot.end) - Date.parse(timeslot.start)) / 60_000);
}

/** On one line: a narrow column would set the result below the number. */
function scoreOf({ score }: Session): string {
  return score === undefined ? '–' : `${score.percent}\u00a0%\u00a0${score.result}`;
}

/** All that the table of sessions can show, in this order. */
export const sessionColumns: readonly Column<Session>[] = [
  { key: 'name', label: 'Session', cell: (session) => <NameCell session={session} />, sortBy: ({ name }) => name },
  {
    key: 'lab',
    label: 'Lab',
    cell: ({ definition }) => `${definition.title} ${definition.version}`,
    sortBy: ({ definition }) => definition.title,
    isExtra: true,
  },
  {
    key: 'owner',
    label: 'Owner',
    cell: (session) => <OwnerCell session={session} />,
    sortBy: ({ ownerId }) => ownerId,
  },
  {
    key: 'status',
    label: 'Status',
    cell: (session) => <StatusCell session={session} />,
    // By how far it is, not by the letters of the words.
    sortBy: ({ status }) => lifecycle.indexOf(status),
  },
  {
    key: 'since',
    label: 'For',
    cell: ({ statusSince }) => <Since at={statusSince} />,
    sortBy: ({ statusSince }) => time(statusSince),
    isExtra: true,
  },
  {
    key: 'start',
    label: 'Start',
    cell: (session) => <StartCell session={session} />,
    sortBy: (session) => time(startOf(session)),
  },
  {
    key: 'end',
    label: 'End',
    cell: ({ timeslot }) => <WhenCell at={timeslot?.end} />,
    sortBy: ({ timeslot }) => time(timeslot?.end),
    isExtra: true,
  },
  {
    key: 'minutes',
    label: 'Length',
    cell: (session) => `${minutesOf(session)} min`,
    sortBy: minutesOf,
    isNumber: true,
    isExtra: true,
  },
  {
    key: 'worker',
    label: 'Worker',
    cell: (session) => <WorkerCell session={session} />,
    sortBy: ({ placement }) => placement?.workerName,
  },
  {
    key: 'cohort',
    label: 'Cohort',
    cell: ({ cohort }) => (cohort === undefined ? '–' : <a href={paths.cohort(cohort.id)}>{cohort.name}</a>),
    sortBy: ({ cohort }) => cohort?.name,
    isExtra: true,
  },
  {
    key: 'region',
    label: 'Wanted region',
    cell: ({ wanted }) => wanted.region ?? 'any',
    sortBy: ({ wanted }) => wanted.region,
    isExtra: true,
  },
  {
    key: 'cores',
    label: 'Cores',
    cell: ({ definition }) => definition.needs.cpuCores,
    sortBy: ({ definition }) => definition.needs.cpuCores,
    isNumber: true,
    isExtra: true,
  },
  {
    key: 'memory',
    label: 'Memory',
    cell: ({ definition }) => formatMemory(definition.needs.memoryMiB),
    sortBy: ({ definition }) => definition.needs.memoryMiB,
    isNumber: true,
    isExtra: true,
  },
  {
    key: 'ports',
    label: 'Ports',
    cell: ({ definition }) => plural(definition.ports.length, 'port'),
    sortBy: ({ definition }) => definition.ports.length,
    isNumber: true,
    isExtra: true,
  },
  { key: 'score', label: 'Score', cell: scoreOf, sortBy: ({ score }) => score?.percent, isNumber: true },
  {
    key: 'booked',
    label: 'Booked',
    cell: ({ bookedAt }) => <Time at={bookedAt} />,
    sortBy: ({ bookedAt }) => time(bookedAt),
    isExtra: true,
  },
  {
    key: 'by',
    label: 'Booked by',
    cell: ({ bookedBy }) => <Person id={bookedBy} />,
    sortBy: ({ bookedBy }) => bookedBy,
    isExtra: true,
  },
  { key: 'id', label: 'Id', cell: ({ id }) => <CopyId id={id} />, isExtra: true },
  { key: 'actions', label: 'Actions', cell: (session) => <ActionsCell session={session} /> },
];

/** Of the seats of one cohort: what all have in common is said beside the table. */
export const seatColumns: readonly Column<Session>[] = [
  { key: 'name', label: 'Seat', cell: (session) => <SeatCell session={session} />, sortBy: ({ name }) => name },
  ...sessionColumns.filter(({ key }) => !['name', 'lab', 'cohort'].includes(key)),
];
