import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { useAction } from '../lib/use-action.ts';
import type { Template } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { NewWorkerDialog } from './new-worker-dialog.tsx';
import { TemplateDialog } from './template-dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** Whether new workers are made from it, and the switch for that. */
export function TemplateSwitch({ template }: { readonly template: Template }): VNode {
  const { api, live, me, announce } = useApp();
  const { name, enabled } = template;
  const why = whyNot(me.value, 'template:manage');
  const action = useAction(async () => {
    const view = await api.switchTemplate(name, enabled ? 'disable' : 'enable');
    live.take('template', { id: name, version: view.version, view });
    announce(`Template ${name} is ${view.enabled ? 'on' : 'off'}`);
  });
  return (
    <div class="form-check form-switch" title={why}>
      <input
        class="form-check-input"
        type="checkbox"
        role="switch"
        aria-label={`New workers from ${name}${why === undefined ? '' : `: ${why}`}`}
        checked={enabled}
        disabled={why !== undefined || action.pending}
        onChange={() => void action.run(undefined)}
      />
      <TroubleNote trouble={action.trouble} />
    </div>
  );
}

type Open = 'deploy' | 'edit' | 'delete';

export interface TemplateActionsProps {
  readonly template: Template;
  /** That were made from it and have not ended. */
  readonly workers: number;
}

/** Make a worker of it, change it, delete it. */
export function TemplateActions({ template, workers }: TemplateActionsProps): VNode {
  const { me } = useApp();
  const open = useSignal<Open | undefined>(undefined);
  const show = (what: Open | undefined) => (): void => {
    open.value = what;
  };
  const close = show(undefined);
  const { name, enabled } = template;
  const why = whyNot(me.value, 'template:manage');
  const whyNotDeploy = whyNot(me.value, 'worker:manage') ?? (enabled ? undefined : 'The template is switched off');
  return (
    <div class="d-flex flex-wrap flex-lg-nowrap gap-1">
      <ActionButton
        label="Deploy"
        description={`Deploy a worker from ${name}`}
        small
        whyNot={whyNotDeploy}
        onClick={show('deploy')}
      />
      <ActionButton label="Edit" description={`Edit ${name}`} small whyNot={why} onClick={show('edit')} />
      <ActionButton
        label="Delete"
        description={`Delete ${name}`}
        small
        tone="danger"
        whyNot={why}
        onClick={show('delete')}
      />
      {open.value === 'deploy' && <NewWorkerDialog template={name} onClose={close} />}
      {open.value === 'edit' && <TemplateDialog template={template} onClose={close} />}
      {open.value === 'delete' && <ConfirmDelete name={name} workers={workers} onClose={close} />}
    </div>
  );
}

interface ConfirmDeleteProps {
  readonly name: string;
  readonly workers: number;
  readonly onClose: () => void;
}

function ConfirmDelete({ name, workers, onClose }: ConfirmDeleteProps): VNode {
  const { api, live, announce } = useApp();
  return (
    <ConfirmDialog
      title={`Delete template ${name}?`}
      confirmLabel="Delete"
      danger
      onClose={onClose}
      perform={async (reason) => {
        const view = await api.deleteTemplate(name, reason);
        live.take('template', { id: name, version: view.version, view });
        announce(`Deleted template ${name}`);
      }}
    >
      <p class="mb-1">
        No new worker is made from it, also not for bookings. This cannot be undone; the name may be used again.
      </p>
      <p class="mb-1">
        {workers === 0
          ? 'No worker was made from it that is still there.'
          : `${plural(workers, 'worker')} made from it ${workers === 1 ? 'stays' : 'stay'} with what ${workers === 1 ? 'it is' : 'they are'} made of.`}
      </p>
    </ConfirmDialog>
  );
}
