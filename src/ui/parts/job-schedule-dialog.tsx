import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { humanize } from '../lib/format.ts';
import { useAction } from '../lib/use-action.ts';
import type { JobStatus } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

const second = 1_000;

interface FieldsProps {
  readonly job: JobStatus;
  readonly seconds: Signal<string>;
  readonly enabled: Signal<boolean>;
}

function Fields({ job, seconds, enabled }: FieldsProps): VNode {
  const [intervalId, enabledId] = [useId(), useId()];
  return (
    <>
      <div class="form-check form-switch mb-3">
        <input
          id={enabledId}
          class="form-check-input"
          type="checkbox"
          role="switch"
          checked={enabled}
          onChange={({ currentTarget }) => {
            enabled.value = currentTarget.checked;
          }}
        />
        <label class="form-check-label" for={enabledId}>
          It runs by itself
        </label>
      </div>
      <label class="form-label" for={intervalId}>
        Every so many seconds
      </label>
      <input
        id={intervalId}
        class="form-control"
        type="number"
        min={10}
        max={86_400}
        required
        disabled={job.setting !== undefined}
        value={seconds}
        onInput={({ currentTarget }) => {
          seconds.value = currentTarget.value;
        }}
      />
      {job.setting !== undefined && <div class="form-text">How often it runs is on the page of the settings.</div>}
    </>
  );
}

/** How often a job runs, or whether it does at all. */
export function JobScheduleDialog({ job, onClose }: { readonly job: JobStatus; readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  const name = humanize(job.name);
  const seconds = useSignal(String(Math.round(job.everyMs / second)));
  const enabled = useSignal(job.enabled);
  const save = useAction(async () => {
    const everyMs = Number(seconds.value) * second;
    const chosen = job.setting === undefined && everyMs !== job.everyMs ? { everyMs } : {};
    await api.scheduleJob(job.name, { ...chosen, enabled: enabled.value });
    announce(`${name} ${enabled.value ? 'has a new schedule' : 'is switched off'}`);
  });
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await save.run(undefined)) onClose();
  };
  return (
    <Dialog title={`Schedule of ${name}`} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        <p>{job.about}</p>
        <Fields job={job} seconds={seconds} enabled={enabled} />
        <TroubleNote trouble={save.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton label="Save" type="submit" tone="primary" pending={save.pending} />
        </div>
      </form>
    </Dialog>
  );
}
