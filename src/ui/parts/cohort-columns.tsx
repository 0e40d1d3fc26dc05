import { countsInWords, modeWords } from '../lib/cohort.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import type { CohortItem } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { Person } from './person.tsx';
import { Badge } from './status-badge.tsx';
import { Time } from './time.tsx';

function NameCell({ id, name, definition }: CohortItem) {
  return (
    <>
      <a href={paths.cohort(id)}>{name}</a>
      <div class="small text-body-secondary fw-normal">
        {definition.title} {definition.version}
      </div>
    </>
  );
}

/** All that the table of cohorts can show, in this order. */
export const cohortColumns: readonly Column<CohortItem>[] = [
  { key: 'name', label: 'Cohort', cell: (cohort) => <NameCell {...cohort} />, sortBy: ({ name }) => name },
  {
    key: 'start',
    label: 'Start',
    cell: ({ start }) => (start === undefined ? '–' : <Time at={start} />),
    sortBy: ({ start }) => (start === undefined ? undefined : Date.parse(start)),
  },
  {
    key: 'seats',
    label: 'Seats',
    cell: ({ size }) => size,
    sortBy: ({ size }) => size,
    isNumber: true,
  },
  { key: 'state', label: 'How far', cell: countsInWords, sortBy: ({ placed }) => placed },
  {
    key: 'free',
    label: 'To hand out',
    cell: ({ free }) => free,
    sortBy: ({ free }) => free,
    isNumber: true,
  },
  {
    key: 'attention',
    label: 'Attention',
    cell: ({ concerned }) =>
      concerned === 0 ? 'none' : <Badge tone="wait" text={`${concerned} ${concerned === 1 ? 'seat' : 'seats'}`} />,
    sortBy: ({ concerned }) => concerned,
  },
  { key: 'mode', label: 'Wanted', cell: ({ mode }) => modeWords(mode), sortBy: ({ mode }) => mode },
  {
    key: 'by',
    label: 'Booked by',
    cell: ({ bookedBy }) => <Person id={bookedBy} />,
    sortBy: ({ bookedBy }) => bookedBy,
  },
  {
    key: 'booked',
    label: 'Booked',
    cell: ({ bookedAt }) => <Time at={bookedAt} />,
    sortBy: ({ bookedAt }) => Date.parse(bookedAt),
    isExtra: true,
  },
  { key: 'id', label: 'Id', cell: ({ id }) => <CopyId id={id} />, isExtra: true },
];
