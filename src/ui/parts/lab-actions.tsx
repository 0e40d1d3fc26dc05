import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { humanize } from '../lib/format.ts';
import { labCommands, labImpact, labOrders, whyNotClone, whyNotLab, whyNotRetry } from '../lib/lab-orders.ts';
import { labTitle, whyNotExport } from '../lib/lab-words.ts';
import { apiPaths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { LabRecord } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { CloneLabDialog } from './clone-lab-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

type Command = (typeof labCommands)[number];

interface OfLab {
  readonly lab: LabRecord;
}

/** The file as CML exported it last. */
function ExportButton({ lab }: OfLab): VNode {
  const { me } = useApp();
  const why = whyNotExport(me.value, lab);
  if (why !== undefined) return <ActionButton label="Export" whyNot={why} />;
  return (
    <a class="btn btn-outline-secondary" href={apiPaths.labYaml(lab.id)} download>
      Export
    </a>
  );
}

function RetryButton({ lab }: OfLab): VNode | null {
  const { api, live, me, announce } = useApp();
  const { failure } = lab;
  const action = useAction(async () => {
    const view = await api.commandLab(lab.id, 'retry', '');
    live.take('lab', { id: view.id, version: view.version, view });
    announce(`Asked once more of ${labTitle(lab)}`);
  });
  if (failure === undefined) return null;
  return (
    <>
      <ActionButton
        label={`Retry ${humanize(failure.action).toLowerCase()}`}
        tone="primary"
        pending={action.pending}
        whyNot={whyNotRetry(me.value, { lab, host: live.find('worker', lab.workerId) })}
        onClick={() => void action.run(undefined)}
      />
      <TroubleNote trouble={action.trouble} />
    </>
  );
}

interface ConfirmProps extends OfLab {
  readonly command: Command;
  readonly onClose: () => void;
}

function ConfirmLab({ lab, command, onClose }: ConfirmProps): VNode {
  const { api, live, announce } = useApp();
  const { label, consequence, danger } = labOrders[command];
  return (
    <ConfirmDialog
      title={`${label} ${labTitle(lab)}?`}
      confirmLabel={label}
      danger={danger}
      onClose={onClose}
      perform={async (reason) => {
        const view = await api.commandLab(lab.id, command, reason);
        live.take('lab', { id: view.id, version: view.version, view });
        announce(`${label} asked for ${labTitle(lab)}`);
      }}
    >
      <p class="mb-1">{consequence}</p>
      <p class="mb-1">{labImpact(lab)}</p>
    </ConfirmDialog>
  );
}

/** Every order one can give a lab; those that are not possible say why. */
export function LabActions({ lab }: OfLab): VNode {
  const { me, live } = useApp();
  const asked = useSignal<Command | 'clone' | undefined>(undefined);
  const close = (): void => {
    asked.value = undefined;
  };
  const ask = (what: Command | 'clone') => () => {
    asked.value = what;
  };
  const at = { lab, host: live.find('worker', lab.workerId) };
  return (
    <div class="d-flex flex-wrap gap-1">
      <RetryButton lab={lab} />
      {labCommands.map((command) => (
        <ActionButton
          key={command}
          label={labOrders[command].label}
          description={`${labOrders[command].label} ${labTitle(lab)}`}
          tone={command === 'delete' ? 'danger' : 'secondary'}
          whyNot={whyNotLab(me.value, command, at)}
          onClick={ask(command)}
        />
      ))}
      <ActionButton label="Clone" whyNot={whyNotClone(me.value, at)} onClick={ask('clone')} />
      <ExportButton lab={lab} />
      {asked.value === 'clone' && <CloneLabDialog lab={lab} onClose={close} />}
      {asked.value !== undefined && asked.value !== 'clone' && (
        <ConfirmLab lab={lab} command={asked.value} onClose={close} />
      )}
    </div>
  );
}
