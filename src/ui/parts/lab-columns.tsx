import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labTitle, ownerOf, sourceWords } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import type { LabRecord } from '../lib/views.ts';
import { LabState } from './lab-state.tsx';
import { Ago } from './time.tsx';

interface OfLab {
  readonly lab: LabRecord;
}

function TitleCell({ lab }: OfLab): VNode {
  return (
    <span class="lab-title">
      <a href={paths.lab(lab.id)}>{labTitle(lab)}</a>
      <span class="d-block small text-body-secondary fw-normal">{sourceWords[lab.source]}</span>
    </span>
  );
}

function Ports({ lab: { facts } }: OfLab): VNode {
  const numbers = facts.ports.map(({ port }) => port);
  if (numbers.length === 0) return <span>–</span>;
  const more = numbers.length - 2;
  return (
    <span title={numbers.join(', ')}>
      {numbers.slice(0, 2).join(', ')}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

/** The session that has it, or had it made. */
function SessionCell({ lab: { session, madeFor } }: OfLab): VNode {
  const { live } = useApp();
  const id = session?.id ?? madeFor;
  if (id === undefined) return <span>–</span>;
  return (
    <>
      <a href={paths.session(id)}>{live.find('session', id)?.name ?? id}</a>
      {session === undefined && <div class="small text-body-secondary">over</div>}
    </>
  );
}

function WorkerCell({ lab: { workerId } }: OfLab): VNode {
  const name = useApp().live.find('worker', workerId)?.name;
  return name === undefined ? <span>–</span> : <a href={paths.worker(workerId)}>{name}</a>;
}

function OwnerCell({ lab }: OfLab): VNode {
  return <span>{ownerOf(lab, useApp().me.value)}</span>;
}

/** A lab with the name of its worker, which a record alone does not know. */
export type LabRow = LabRecord & { readonly workerName?: string | undefined };

/** All that the table of labs can show, in this order. */
export const labColumns: readonly Column<LabRow>[] = [
  { key: 'lab', label: 'Lab', cell: (lab) => <TitleCell lab={lab} />, sortBy: labTitle },
  {
    key: 'worker',
    label: 'Worker',
    cell: (lab) => <WorkerCell lab={lab} />,
    sortBy: ({ workerName }) => workerName,
  },
  { key: 'state', label: 'State', cell: (lab) => <LabState lab={lab} />, sortBy: ({ status }) => status },
  { key: 'owner', label: 'Owner', cell: (lab) => <OwnerCell lab={lab} />, sortBy: ({ facts }) => facts.owner },
  {
    key: 'nodes',
    label: 'Nodes / links',
    cell: ({ facts }) => `${facts.nodeCount} / ${facts.linkCount}`,
    sortBy: ({ facts }) => facts.nodeCount,
    isNumber: true,
  },
  { key: 'ports', label: 'Ports', cell: (lab) => <Ports lab={lab} />, sortBy: ({ facts }) => facts.ports.length },
  { key: 'session', label: 'Session', cell: (lab) => <SessionCell lab={lab} /> },
  {
    key: 'revision',
    label: 'Revision',
    cell: ({ revisions }) => revisions.at(-1)?.number ?? '–',
    sortBy: ({ revisions }) => revisions.at(-1)?.number,
    isNumber: true,
  },
  {
    key: 'seen',
    label: 'Last change',
    cell: ({ lastSeenAt }) => (lastSeenAt === undefined ? '–' : <Ago at={lastSeenAt} />),
    sortBy: ({ lastSeenAt }) => (lastSeenAt === undefined ? undefined : Date.parse(lastSeenAt)),
  },
];
