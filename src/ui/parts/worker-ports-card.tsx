import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labTitle } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import { useLoad } from '../lib/use-load.ts';
import type { LabRecord, PortUse, Worker } from '../lib/views.ts';
import { driftWords, portsInOrder, portsSummary, whyNotSettle } from '../lib/worker-ports.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Card, Loading } from './page.tsx';
import { Badge } from './status-badge.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface OfUse {
  readonly use: PortUse;
}

function Promised({ use: { promised } }: OfUse): VNode {
  const session = useApp().live.find('session', promised?.sessionId ?? '');
  if (promised === undefined) return <span>–</span>;
  return (
    <>
      <a href={paths.session(promised.sessionId)}>{session?.name ?? promised.sessionId}</a>
      <div class="small text-body-secondary">
        {promised.name}, <Time at={promised.from} /> to <Time at={promised.until} />
      </div>
    </>
  );
}

function Held({ use: { held } }: OfUse): VNode {
  if (held.length === 0) return <span>–</span>;
  return (
    <>
      {held.map(({ labRecordId, title, label, protocol }) => (
        <div key={`${labRecordId} ${label} ${protocol}`}>
          <a href={paths.lab(labRecordId)}>{title}</a>{' '}
          <span class="small text-body-secondary">
            {label}, {protocol}
          </span>
        </div>
      ))}
    </>
  );
}

function State({ use: { drift } }: OfUse): VNode {
  if (drift === undefined) return <span class="text-body-secondary">As promised</span>;
  const { label, tone, means } = driftWords[drift];
  return (
    <>
      <Badge tone={tone} text={label} />
      <div class="small text-body-secondary">{means}</div>
    </>
  );
}

interface SettleProps extends OfUse {
  readonly worker: Worker;
}

function Settle({ use, worker }: SettleProps): VNode | null {
  const { live, me } = useApp();
  const isOpen = useSignal(false);
  const { drift, drifted, port } = use;
  if (drift === undefined || drifted === undefined) return null;
  const lab = live.find('lab', drifted);
  return (
    <>
      <ActionButton
        small
        label="Settle…"
        description={`Settle port ${port}`}
        whyNot={whyNotSettle(me.value, lab, worker)}
        onClick={() => {
          isOpen.value = true;
        }}
      />
      {isOpen.value && (
        <SettleDialog
          drift={drift}
          drifted={drifted}
          lab={lab}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </>
  );
}

interface SettleDialogProps {
  readonly drift: NonNullable<PortUse['drift']>;
  readonly drifted: LabRecord['id'];
  readonly lab: LabRecord | undefined;
  readonly onClose: () => void;
}

function SettleDialog({ drift, drifted, lab, onClose }: SettleDialogProps): VNode {
  const { api, live, announce } = useApp();
  const title = lab === undefined ? drifted : labTitle(lab);
  return (
    <ConfirmDialog
      title={`Settle the ports of ${title}?`}
      confirmLabel="Settle"
      danger={drift !== 'closed'}
      onClose={onClose}
      perform={async (reason) => {
        const view = await api.commandLab(drifted, 'settle-ports', reason);
        live.take('lab', { id: view.id, version: view.version, view });
        announce(`The ports of ${title} are being settled`);
      }}
    >
      <p>{driftWords[drift].settling} Whatever else is tagged on its nodes stays.</p>
    </ConfirmDialog>
  );
}

/** What sessions were promised and what labs hold, as their nodes’ tags say; where they differ it can be settled. */
export function WorkerPortsCard({ worker }: { readonly worker: Worker }): VNode {
  const { api, live } = useApp();
  const labs = live.labs.value.filter(({ workerId }) => workerId === worker.id);
  const key = `${worker.id}@${worker.version} ${labs.map(({ id, version }) => `${id}@${version}`).join()}`;
  const { value, trouble } = useLoad(key, async () => api.workerPorts(worker.id));
  return (
    <Card title="Ports">
      <TroubleNote trouble={trouble} />
      {value === undefined && trouble === undefined && <Loading what="its ports" />}
      {value !== undefined && (
        <>
          <p class="text-body-secondary">
            {portsSummary(value.items)} Sessions have {value.range.first} to {value.range.last}.
          </p>
          {value.items.length > 0 && (
            <Table
              caption="Ports of the worker"
              columns={['Port', 'Promised to', 'Held by', 'State', 'Order']}
              rows={portsInOrder(value.items).map((use) => [
                String(use.port),
                <Promised key="promised" use={use} />,
                <Held key="held" use={use} />,
                <State key="state" use={use} />,
                <Settle key="settle" use={use} worker={worker} />,
              ])}
            />
          )}
        </>
      )}
    </Card>
  );
}
