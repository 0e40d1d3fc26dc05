import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { labImpact } from '../lib/lab-orders.ts';
import { labTitle } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import type { LabRecord } from '../lib/views.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';
import { WorkerChoice } from './worker-choice.tsx';

export interface CloneLabDialogProps {
  readonly lab: LabRecord;
  readonly onClose: () => void;
}

function PortsNote({ lab: { facts } }: Pick<CloneLabDialogProps, 'lab'>): VNode | null {
  if (facts.ports.length === 0) return null;
  return (
    <p class="alert alert-warning py-2 mt-2 mb-0">
      The tags of its nodes name {plural(facts.ports.length, 'port')} of the host: on the same worker only one of the
      two labs gets them.
    </p>
  );
}

/** A second lab of the same topology, here or on another worker. */
export function CloneLabDialog({ lab, onClose }: CloneLabDialogProps): VNode {
  const { api, live, router, announce } = useApp();
  const title = useSignal(labTitle(lab).slice(0, 60));
  const workerId = useSignal<string>(lab.workerId);
  return (
    <ConfirmDialog
      title={`Clone ${labTitle(lab)}?`}
      confirmLabel="Clone"
      danger={false}
      reason="none"
      onClose={onClose}
      perform={async () => {
        const wanted = title.peek().trim();
        const to = { workerId: workerId.peek(), ...(wanted !== '' && { title: wanted }) };
        const view = await api.cloneLab(lab.id, to);
        live.take('lab', { id: view.id, version: view.version, view });
        announce(`Clone of ${labTitle(lab)} asked for`);
        router.go(paths.lab(view.id));
      }}
    >
      <p class="mb-2">
        The lab is exported as it is now and imported as another one; nothing happens to it. What its nodes have on
        their disks is not copied. {labImpact(lab)}
      </p>
      <div class="mb-2">
        <FormField
          label="Title"
          columns={12}
          maxLength={60}
          value={title.value}
          onInput={(text) => {
            title.value = text;
          }}
        />
      </div>
      <WorkerChoice
        label="Worker"
        value={workerId.value}
        onChange={(id) => {
          workerId.value = id;
        }}
      />
      {workerId.value === lab.workerId && <PortsNote lab={lab} />}
    </ConfirmDialog>
  );
}
