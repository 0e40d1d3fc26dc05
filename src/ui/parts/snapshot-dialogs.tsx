import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { formatUsd } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { impactOn } from '../lib/permissions.ts';
import { consistencyOf, madeFromIt } from '../lib/snapshot-words.ts';
import type { Snapshot, Worker } from '../lib/views.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';

interface OfWorker {
  readonly worker: Worker;
  readonly onClose: () => void;
}

interface OfSnapshot {
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Says what a copy of this disk holds, and takes along that the worker shall end with it. */
export function CreateSnapshotDialog({ worker, onClose }: OfWorker): VNode {
  const { api, live, announce } = useApp();
  const description = useSignal('');
  const thenTerminate = useSignal(false);
  return (
    <ConfirmDialog
      title={`Make a snapshot of ${worker.name}?`}
      confirmLabel={thenTerminate.value ? 'Make it, then terminate' : 'Make it'}
      danger={thenTerminate.value}
      onClose={onClose}
      perform={async (reason) => {
        const asked = { description: description.value, thenTerminate: thenTerminate.value };
        const view = await api.createSnapshot(worker.id, asked, reason);
        live.take('snapshot', { id: view.id, version: view.version, view });
        announce(`A snapshot of ${worker.name} is made`);
      }}
    >
      <p>
        {consistencyOf(worker)} It takes minutes to hours, and the worker goes on meanwhile. AWS bills what is on the
        disk by the month until the snapshot is deleted.
      </p>
      <div class="row g-2">
        <FormField
          label="Description"
          value={description.value}
          maxLength={200}
          columns={12}
          help="May stay empty. What somebody will want to know who looks for it"
          onInput={(text) => {
            description.value = text;
          }}
        />
      </div>
      <ThenTerminate worker={worker} wanted={thenTerminate} />
    </ConfirmDialog>
  );
}

function ThenTerminate({ worker, wanted }: { readonly worker: Worker; readonly wanted: Signal<boolean> }): VNode {
  const id = useId();
  return (
    <>
      <div class="form-check mt-2">
        <input
          class="form-check-input"
          type="checkbox"
          id={id}
          checked={wanted.value}
          onChange={({ currentTarget }) => {
            wanted.value = currentTarget.checked;
          }}
        />
        <label class="form-check-label" for={id}>
          Terminate {worker.name} once it is complete
        </label>
      </div>
      {wanted.value && (
        <p class="mt-2 mb-1">
          Its licence is returned, then its EC2 instance is destroyed with its disk. {impactOn(worker)} If the snapshot
          fails, or a session is on the worker by then, nothing is ended.
        </p>
      )}
    </>
  );
}

/** Another worker with what was on the disk. */
export function RestoreDialog({ snapshot, onClose }: OfSnapshot): VNode {
  const { api, live, router, announce } = useApp();
  const { worker, cloud } = snapshot;
  const name = useSignal('');
  return (
    <ConfirmDialog
      title={`Make a new worker from the snapshot of ${worker.name}?`}
      confirmLabel="Restore"
      danger={false}
      reason="none"
      onClose={onClose}
      perform={async () => {
        const view = await api.restoreSnapshot(snapshot.id, name.value.trim());
        live.take('worker', { id: view.id, version: view.version, view });
        announce(`${view.name} is made`);
        router.go(paths.worker(view.id));
      }}
    >
      <p>
        An {worker.spec.instanceType} in {worker.spec.region} is launched with {cloud?.sizeGiB} GiB as they were then,
        and costs {formatUsd(worker.spec.hourlyCostUsd)} an hour while it runs. CML asks for a licence of its own. Labs
        come back as they were written down, their nodes stopped; sessions do not come back. {worker.name} stays what it
        is.
      </p>
      <div class="row g-2">
        <FormField
          label="Name"
          value={name.value}
          maxLength={64}
          columns={12}
          help="May stay empty: then one is found"
          onInput={(text) => {
            name.value = text;
          }}
        />
      </div>
    </ConfirmDialog>
  );
}

export function DeleteSnapshotDialog({ snapshot, onClose }: OfSnapshot): VNode {
  const { api, live, announce } = useApp();
  const { id, worker, monthUsd } = snapshot;
  return (
    <ConfirmDialog
      title={`Delete the snapshot of ${worker.name}?`}
      confirmLabel="Delete"
      danger
      onClose={onClose}
      perform={async (reason) => {
        const view = await api.deleteSnapshot(id, reason);
        live.take('snapshot', { id, version: view.version, view });
        announce(`The snapshot of ${worker.name} is deleted`);
      }}
    >
      <p class="mb-1">
        It and the image that was made of it are deleted in EC2. This cannot be undone.
        {monthUsd !== undefined && ` It saves ${formatUsd(monthUsd)} a month at most.`}
      </p>
      <p class="mb-1">{madeFromIt(snapshot, live.workers.value)}</p>
    </ConfirmDialog>
  );
}

/** How often, and how many are kept. */
export function PolicyDialog({ worker, onClose }: OfWorker): VNode {
  const { api, live, announce } = useApp();
  const { everyHours = 24, keep = 7 } = worker.snapshotPolicy ?? {};
  const hours = useSignal(String(everyHours));
  const count = useSignal(String(keep));
  return (
    <ConfirmDialog
      title={`Snapshots of ${worker.name} by themselves`}
      confirmLabel="Save"
      danger={false}
      reason="none"
      onClose={onClose}
      perform={async () => {
        const policy = { everyHours: Number(hours.value), keep: Number(count.value) };
        const view = await api.setSnapshotPolicy(worker.id, policy);
        live.take('worker', { id: view.id, version: view.version, view });
        announce(`Snapshots of ${worker.name} are made by themselves`);
      }}
    >
      <p>
        The oldest is deleted once a newer one is complete. Those that somebody asked for are not counted and never
        deleted by it. While it is stopped and nothing was written, none is made.
      </p>
      <div class="row g-2">
        <FormField
          label="Every so many hours"
          type="number"
          required
          value={hours.value}
          columns={6}
          onInput={(text) => {
            hours.value = text;
          }}
        />
        <FormField
          label="Keep at most"
          type="number"
          required
          value={count.value}
          columns={6}
          onInput={(text) => {
            count.value = text;
          }}
        />
      </div>
    </ConfirmDialog>
  );
}
