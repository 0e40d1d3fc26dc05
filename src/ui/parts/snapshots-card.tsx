import { whyNot } from '@lcm/core/domain/access';
import { workerCan } from '@lcm/core/domain/worker';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { policyInWords, snapshotsOf, whyNotCreate } from '../lib/snapshot-words.ts';
import { useAction } from '../lib/use-action.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { DataTable } from './data-table.tsx';
import { Card } from './page.tsx';
import { snapshotColumns } from './snapshot-columns.tsx';
import { CreateSnapshotDialog, PolicyDialog } from './snapshot-dialogs.tsx';
import { TroubleNote } from './trouble-note.tsx';

const columns = snapshotColumns.filter(({ key, isExtra = false }) => key !== 'worker' && !isExtra);

type Open = 'create' | 'policy';

/** Copies of this worker's disk, and the orders about them. */
export function SnapshotsCard({ worker }: { readonly worker: Worker }): VNode {
  const { live } = useApp();
  const snapshots = snapshotsOf(live.snapshots.value, worker.id);
  return (
    <Card title="Snapshots">
      <p class="mb-2">
        {policyInWords(worker.snapshotPolicy)} <a href={paths.snapshots()}>Those of all workers</a>
      </p>
      <Orders worker={worker} />
      {snapshots.length > 0 && (
        <DataTable caption="Snapshots of this worker" columns={columns} rows={snapshots} idOf={({ id }) => id} />
      )}
    </Card>
  );
}

function Orders({ worker }: { readonly worker: Worker }): VNode {
  const { api, live, me, announce } = useApp();
  const open = useSignal<Open | undefined>(undefined);
  const show = (what: Open | undefined) => (): void => {
    open.value = what;
  };
  const remove = useAction(async () => {
    const view = await api.removeSnapshotPolicy(worker.id);
    live.take('worker', { id: view.id, version: view.version, view });
    announce(`Snapshots of ${worker.name} are made by hand only`);
  });
  const isOver = workerCan('setSnapshotPolicy', worker) ? undefined : `It is ${worker.status}`;
  const whyNotPolicy = whyNot(me.value, 'worker:manage') ?? isOver;
  return (
    <div class="mb-2">
      <div class="d-flex flex-wrap gap-1">
        <ActionButton
          small
          label="Make a snapshot"
          whyNot={whyNotCreate(me.value, worker, live.snapshots.value)}
          onClick={show('create')}
        />
        <ActionButton
          small
          label={worker.snapshotPolicy === undefined ? 'Make them by themselves' : 'Change how often'}
          whyNot={whyNotPolicy}
          onClick={show('policy')}
        />
        {worker.snapshotPolicy !== undefined && (
          <ActionButton
            small
            label="By hand only"
            whyNot={whyNotPolicy}
            pending={remove.pending}
            onClick={() => void remove.run(undefined)}
          />
        )}
      </div>
      <TroubleNote trouble={remove.trouble} />
      {open.value === 'create' && <CreateSnapshotDialog worker={worker} onClose={show(undefined)} />}
      {open.value === 'policy' && <PolicyDialog worker={worker} onClose={show(undefined)} />}
    </div>
  );
}
