import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatTime } from '../lib/format.ts';
import { isLooking, type LookCommand, whyNotDelete, whyNotLook } from '../lib/looks.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Ago } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

function LookFact({ worker, command }: { readonly worker: Worker; readonly command: LookCommand }): VNode {
  const look = worker.looks?.[command];
  if (look === undefined) return <span class="text-body-secondary">not asked for yet</span>;
  const { completedAt, found, requestedAt, requestedBy } = look;
  if (completedAt === undefined) {
    return (
      <span>
        <span class="spinner-border spinner-border-sm me-1" aria-hidden="true" />
        asked for <Ago at={requestedAt} /> by <Person id={requestedBy} />
      </span>
    );
  }
  return (
    <span>
      <Ago at={completedAt} />: <Words text={found ?? ''} />
    </span>
  );
}

/** Reads a worker anew, or has it compared with what is wanted of it, at once; and says what came of it. */
export function LooksCard({ worker }: { readonly worker: Worker }): VNode {
  const { api, now, announce } = useApp();
  const skipped = useSignal('');
  const look = useAction(async (command: LookCommand) => {
    skipped.value = '';
    if (command === 'sync') {
      await api.syncWorker(worker.id);
      announce(`${worker.name} is compared now`);
      return;
    }
    const { outcome, reason = '', nextAt } = await api.refreshWorker(worker.id);
    const until = nextAt === undefined ? '' : `, again from ${formatTime(Date.parse(nextAt), now.peek())} on`;
    skipped.value = outcome === 'skipped' ? `Not refreshed: ${reason}${until}.` : '';
    announce(skipped.value || `${worker.name} is read anew`);
  });
  return (
    <Card title="Looked at">
      <Facts
        items={[
          ['Refreshed', <LookFact key="refresh" worker={worker} command="refresh" />],
          ['Compared', <LookFact key="sync" worker={worker} command="sync" />],
        ]}
      />
      <Orders worker={worker} pending={look.pending} onLook={(command) => void look.run(command)} />
      {skipped.value !== '' && <p class="small mb-0 mt-2">{skipped.value}</p>}
      <TroubleNote trouble={look.trouble} />
    </Card>
  );
}

interface OrdersProps {
  readonly worker: Worker;
  readonly pending: boolean;
  readonly onLook: (command: LookCommand) => void;
}

function Orders({ worker, pending, onLook }: OrdersProps): VNode {
  const { me } = useApp();
  const why = whyNotLook(me.value, worker);
  return (
    <div class="d-flex flex-wrap gap-1 mt-2">
      <ActionButton
        small
        label="Refresh"
        description={`Refresh ${worker.name}: ask EC2, CML and CloudWatch`}
        whyNot={why}
        pending={pending || isLooking(worker, 'refresh')}
        onClick={() => onLook('refresh')}
      />
      <ActionButton
        small
        label="Sync"
        description={`Sync ${worker.name}: compare it with what is wanted of it`}
        whyNot={why}
        pending={pending || isLooking(worker, 'sync')}
        onClick={() => onLook('sync')}
      />
      <DeleteButton worker={worker} />
    </div>
  );
}

function DeleteButton({ worker }: { readonly worker: Worker }): VNode {
  const { api, me, router, announce } = useApp();
  const asked = useSignal(false);
  const close = (): void => {
    asked.value = false;
  };
  return (
    <>
      <ActionButton
        small
        label="Delete record"
        tone="danger"
        whyNot={whyNotDelete(me.value, worker)}
        onClick={() => {
          asked.value = true;
        }}
      />
      {asked.value && (
        <ConfirmDialog
          title={`Delete the record of ${worker.name}?`}
          confirmLabel="Delete record"
          danger
          onClose={close}
          perform={async (reason) => {
            await api.deleteWorker(worker.id, reason);
            announce(`The record of ${worker.name} is deleted`);
            router.go(paths.workers());
          }}
        >
          <p class="mb-1">It leaves all lists. Its history and the audit stay.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
