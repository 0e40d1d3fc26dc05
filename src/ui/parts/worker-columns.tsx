import { formatUsd } from '../lib/format.ts';
import type { Column } from '../lib/table.ts';
import {
  aheadOf,
  bookingsOf,
  marksOf,
  measuredOf,
  monthCostOf,
  reservedOf,
  tagsOf,
  upSince,
  type WorkerRow,
} from '../lib/worker-rows.ts';
import {
  AheadCell,
  CmlCell,
  CoresCell,
  CreatedCell,
  LabsCell,
  LicenseCell,
  MarksCell,
  MeasuredCell,
  MemoryCell,
  NameCell,
  NodesCell,
  SessionsCell,
  StatusCell,
  TagsCell,
  UptimeCell,
} from './worker-cells.tsx';

function time(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

/** All that the table of workers can show, in this order. */
export const workerColumns: readonly Column<WorkerRow>[] = [
  { key: 'name', label: 'Worker', cell: NameCell, sortBy: ({ worker }) => worker.name },
  { key: 'status', label: 'Status', cell: StatusCell, sortBy: ({ worker }) => worker.status },
  { key: 'next', label: 'Next', cell: AheadCell, sortBy: (row) => aheadOf(row).at },
  { key: 'cml', label: 'CML', cell: CmlCell, sortBy: ({ worker }) => worker.service },
  { key: 'license', label: 'Licence', cell: LicenseCell, sortBy: ({ worker }) => worker.license.status },
  {
    key: 'template',
    label: 'Template',
    cell: ({ worker }) => worker.template || 'by hand',
    sortBy: ({ worker }) => worker.template,
    isExtra: true,
  },
  {
    key: 'region',
    label: 'Region',
    cell: ({ worker }) => worker.spec.region,
    sortBy: ({ worker }) => worker.spec.region,
    isExtra: true,
  },
  {
    key: 'type',
    label: 'Type',
    cell: ({ worker }) => worker.spec.instanceType,
    sortBy: ({ worker }) => worker.spec.instanceType,
    isExtra: true,
  },
  {
    key: 'sessions',
    label: 'Sessions',
    cell: SessionsCell,
    sortBy: (row) => bookingsOf(row).held,
  },
  {
    key: 'cores',
    label: 'Cores',
    cell: CoresCell,
    sortBy: (row) => reservedOf(row).cpuCores,
  },
  {
    key: 'memory',
    label: 'Memory',
    cell: MemoryCell,
    sortBy: (row) => reservedOf(row).memoryMiB,
    isExtra: true,
  },
  {
    key: 'nodes',
    label: 'Nodes',
    cell: NodesCell,
    sortBy: (row) => reservedOf(row).nodes,
    isExtra: true,
  },
  {
    key: 'cpu',
    label: 'CPU',
    cell: (row) => <MeasuredCell row={row} name="cpuPercent" />,
    sortBy: (row) => measuredOf(row).cpuPercent?.value,
  },
  {
    key: 'ram',
    label: 'RAM',
    cell: (row) => <MeasuredCell row={row} name="memoryPercent" />,
    sortBy: (row) => measuredOf(row).memoryPercent?.value,
  },
  {
    key: 'labs',
    label: 'Labs',
    cell: LabsCell,
    sortBy: ({ worker }) => worker.activity?.running,
    isNumber: true,
  },
  {
    key: 'month',
    label: 'This month',
    cell: (row) => formatUsd(monthCostOf(row)),
    sortBy: monthCostOf,
    isNumber: true,
  },
  {
    key: 'price',
    label: 'An hour',
    cell: ({ worker }) => formatUsd(worker.spec.hourlyCostUsd),
    sortBy: ({ worker }) => worker.spec.hourlyCostUsd,
    isNumber: true,
    isExtra: true,
  },
  {
    key: 'uptime',
    label: 'Up for',
    cell: UptimeCell,
    sortBy: (row) => time(upSince(row)),
    isExtra: true,
  },
  {
    key: 'version',
    label: 'Version',
    cell: ({ worker }) => worker.cmlVersion ?? '–',
    sortBy: ({ worker }) => worker.cmlVersion,
    isExtra: true,
  },
  {
    key: 'tags',
    label: 'Tags',
    cell: TagsCell,
    sortBy: (row) => tagsOf(row)[0],
    isExtra: true,
  },
  {
    key: 'marks',
    label: 'Marks',
    cell: MarksCell,
    sortBy: (row) => marksOf(row)[0]?.word,
  },
  {
    key: 'created',
    label: 'Created',
    cell: CreatedCell,
    sortBy: ({ worker }) => time(worker.createdAt),
    isExtra: true,
  },
];
