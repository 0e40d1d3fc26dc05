import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatUsd, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { originLabels, whyNotDelete, whyNotRestore } from '../lib/snapshot-words.ts';
import type { Column } from '../lib/table.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Snapshot } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { CopyId } from './copy-id.tsx';
import { DeleteSnapshotDialog, RestoreDialog } from './snapshot-dialogs.tsx';
import { SnapshotBadge } from './status-badge.tsx';
import { Since, Time } from './time.tsx';
import { Words } from './words.tsx';

const askedEveryMs = 10_000;

/** Measured, so that it is asked for while somebody looks at it. */
function Progress({ id }: { readonly id: string }): VNode {
  const { api, now } = useApp();
  const tick = Math.floor(now.value / askedEveryMs);
  const { value } = useLoad(`${id}@${tick}`, async () => api.snapshot(id));
  const percent = value?.percent ?? 0;
  return (
    <div class="d-flex align-items-center gap-2 small">
      <progress class="snapshot-progress" max={100} value={percent} aria-label="Copied" />
      {percent} %
    </div>
  );
}

function StateCell({ snapshot }: { readonly snapshot: Snapshot }): VNode {
  const { id, state, stateSince, reason } = snapshot;
  return (
    <>
      <span aria-live="polite">
        <SnapshotBadge status={state} />
      </span>{' '}
      for <Since at={stateSince} />
      {state === 'pending' && <Progress id={id} />}
      <div class="small text-body-secondary">
        <Words text={reason} />
      </div>
    </>
  );
}

function DiskCell({ snapshot: { cloud, monthUsd, worker } }: { readonly snapshot: Snapshot }): VNode {
  return (
    <>
      {cloud !== undefined && (
        <>
          <div class="text-nowrap">
            {cloud.sizeGiB} GiB
            {monthUsd !== undefined && ` · ${formatUsd(monthUsd)} a month at most`}
          </div>
          <CopyId id={cloud.id} />
        </>
      )}
      <div class="small text-body-secondary">
        {worker.running ? 'of a running host' : 'of a stopped host'}
        {worker.cmlVersion !== undefined && ` · CML ${worker.cmlVersion}`}
        {worker.labs !== undefined && ` · ${plural(worker.labs, 'lab')}`}
      </div>
    </>
  );
}

function Actions({ snapshot }: { readonly snapshot: Snapshot }): VNode {
  const { me } = useApp();
  const open = useSignal<'restore' | 'delete' | undefined>(undefined);
  const close = (): void => {
    open.value = undefined;
  };
  const of = `the snapshot of ${snapshot.worker.name}`;
  return (
    <div class="d-flex flex-wrap flex-lg-nowrap gap-1">
      <ActionButton
        label="Restore"
        description={`Restore ${of}`}
        small
        whyNot={whyNotRestore(me.value, snapshot)}
        onClick={() => {
          open.value = 'restore';
        }}
      />
      <ActionButton
        label="Delete"
        description={`Delete ${of}`}
        small
        tone="danger"
        whyNot={whyNotDelete(me.value, snapshot)}
        onClick={() => {
          open.value = 'delete';
        }}
      />
      {open.value === 'restore' && <RestoreDialog snapshot={snapshot} onClose={close} />}
      {open.value === 'delete' && <DeleteSnapshotDialog snapshot={snapshot} onClose={close} />}
    </div>
  );
}

function MomentCell({ snapshot }: { readonly snapshot: Snapshot }): VNode {
  const { description, origin, requestedAt, requestedBy } = snapshot;
  return (
    <>
      <Time at={requestedAt} />
      {description !== '' && <div>{description}</div>}
      <div class="small text-body-secondary fw-normal">
        {originLabels[origin]}
        {origin !== 'schedule' && `, ${requestedBy}`}
      </div>
    </>
  );
}

function WorkerCell({ snapshot: { worker } }: { readonly snapshot: Snapshot }): VNode {
  return (
    <>
      <a href={paths.worker(worker.id)}>{worker.name}</a>
      <div class="small text-body-secondary">
        {worker.template || 'by hand'} · {worker.spec.region}
      </div>
    </>
  );
}

/** All that the table of snapshots can show, in this order. */
export const snapshotColumns: readonly Column<Snapshot>[] = [
  {
    key: 'made',
    label: 'Snapshot',
    cell: (snapshot) => <MomentCell snapshot={snapshot} />,
    sortBy: ({ requestedAt }) => Date.parse(requestedAt),
  },
  {
    key: 'worker',
    label: 'Worker',
    cell: (snapshot) => <WorkerCell snapshot={snapshot} />,
    sortBy: ({ worker }) => worker.name,
  },
  {
    key: 'state',
    label: 'State',
    cell: (snapshot) => <StateCell snapshot={snapshot} />,
    sortBy: ({ state }) => state,
  },
  {
    key: 'disk',
    label: 'Disk',
    cell: (snapshot) => <DiskCell snapshot={snapshot} />,
    sortBy: ({ cloud }) => cloud?.sizeGiB,
  },
  {
    key: 'month',
    label: 'A month at most',
    cell: ({ monthUsd }) => (monthUsd === undefined ? '–' : formatUsd(monthUsd)),
    sortBy: ({ monthUsd }) => monthUsd,
    isNumber: true,
    isExtra: true,
  },
  { key: 'actions', label: 'Actions', cell: (snapshot) => <Actions snapshot={snapshot} /> },
];
