import { may, whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotRefresh } from '../lib/lab-words.ts';
import { useAction } from '../lib/use-action.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Ago, Since } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { useWorkersUp } from './worker-choice.tsx';

/** Reads the labs of one worker now. */
export function RefreshWorkerLabs({ worker }: { readonly worker: Worker }): VNode {
  const { api, live, me, announce } = useApp();
  const action = useAction(async () => {
    const view = await api.refreshLabs(worker.id);
    live.take('worker', { id: view.id, version: view.version, view });
    announce(`The labs of ${worker.name} are read`);
  });
  return (
    <>
      <ActionButton
        small
        label="Refresh"
        description={`Refresh the labs of ${worker.name}`}
        pending={action.pending || worker.labsRefreshAskedAt !== undefined}
        whyNot={whyNotRefresh(me.value, worker)}
        onClick={() => void action.run(undefined)}
      />
      <TroubleNote trouble={action.trouble} />
    </>
  );
}

/** All workers, or one of them. */
export function RefreshLabs(): VNode {
  const { api, live, me, announce } = useApp();
  const workers = useWorkersUp();
  const chosen = useSignal('');
  const worker = workers.find(({ id }) => id === chosen.value);
  const action = useAction(async () => {
    if (worker === undefined) await api.triggerJob('labs-refresh');
    else {
      const view = await api.refreshLabs(worker.id);
      live.take('worker', { id: view.id, version: view.version, view });
    }
    announce('Labs are read');
  });
  return (
    <div class="d-flex flex-wrap gap-2 align-items-center">
      <select
        class="form-select w-auto"
        aria-label="Labs of which worker to read"
        value={worker?.id ?? ''}
        onChange={({ currentTarget }) => {
          chosen.value = currentTarget.value;
        }}
      >
        <option value="">All workers</option>
        {workers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <ActionButton
        label="Refresh"
        pending={action.pending}
        whyNot={worker === undefined ? whyNot(me.value, 'worker:operate') : whyNotRefresh(me.value, worker)}
        onClick={() => void action.run(undefined)}
      />
      <TroubleNote trouble={action.trouble} />
    </div>
  );
}

/** What is being read now, and what came of the last round. */
export function RefreshProgress(): VNode | null {
  const { live, me } = useApp();
  if (!may(me.value, 'lab:operate')) return null;
  const job = live.find('job', 'labs-refresh');
  const asked = live.workers.value.filter(({ labsRefreshAskedAt }) => labsRefreshAskedAt !== undefined);
  return (
    <p class="small text-body-secondary mb-2" role="status">
      {job?.triggeredAt !== undefined && (
        <>
          <Spinner /> All workers are being read for <Since at={job.triggeredAt} />.{' '}
        </>
      )}
      {asked.length > 0 && (
        <>
          <Spinner /> Being read: {asked.map(({ name }) => name).join(', ')}.{' '}
        </>
      )}
      {job?.lastRun !== undefined && (
        <>
          Last news from a round <Ago at={job.lastRun.endedAt} />: {job.lastRun.summary}.
        </>
      )}
    </p>
  );
}

function Spinner(): VNode {
  return <span class="spinner-border spinner-border-sm" aria-hidden="true" />;
}
