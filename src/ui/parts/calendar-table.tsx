import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import type { CalendarEntry } from '../lib/calendar-entries.ts';
import { formatDuration, formatTime } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import { useList } from '../lib/use-list.ts';
import { ListTable } from './data-table.tsx';
import { Badge } from './status-badge.tsx';

function TimeCell({ at }: { readonly at: number }): VNode {
  return <time dateTime={new Date(at).toISOString()}>{formatTime(at, useApp().now.peek())}</time>;
}

function NameCell({ entry: { name, href, what } }: { readonly entry: CalendarEntry }): VNode {
  return (
    <>
      {href === undefined ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : <a href={href}>{name}</a>}
      <div class="small text-body-secondary fw-normal">{what}</div>
    </>
  );
}

function WorkerCell({ entry: { worker } }: { readonly entry: CalendarEntry }): VNode {
  return worker === undefined ? <span>no place yet</span> : <a href={paths.worker(worker.id)}>{worker.name}</a>;
}

const columns: readonly Column<CalendarEntry>[] = [
  { key: 'name', label: 'What', cell: (entry) => <NameCell entry={entry} />, sortBy: ({ what, name }) => what + name },
  {
    key: 'worker',
    label: 'Worker',
    cell: (entry) => <WorkerCell entry={entry} />,
    sortBy: ({ worker }) => worker?.name,
  },
  {
    key: 'state',
    label: 'State',
    cell: ({ block }) => (block === undefined ? '–' : <Badge tone={block.tone} text={block.state} />),
    sortBy: ({ block }) => block?.state,
  },
  { key: 'from', label: 'From', cell: ({ from }) => <TimeCell at={from} />, sortBy: ({ from }) => from },
  { key: 'until', label: 'Until', cell: ({ until }) => <TimeCell at={until} />, sortBy: ({ until }) => until },
  {
    key: 'length',
    label: 'Length',
    cell: ({ from, until }) => formatDuration(until - from),
    sortBy: ({ from, until }) => until - from,
    isNumber: true,
  },
];

/** The calendar in words: for screen readers, for sorting, for copying. */
export function CalendarTable({ entries }: { readonly entries: readonly CalendarEntry[] }): VNode {
  const list = useList({
    table: 'calendar',
    columns,
    rows: entries,
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
  });
  return <ListTable caption="What is planned" list={list} />;
}
