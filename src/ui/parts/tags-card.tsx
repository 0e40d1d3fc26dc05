import { mostTags } from '@lcm/core/domain/worker';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { formatUsd } from '../lib/format.ts';
import { detailedMonitoringUsd, tagFault, whyNotMonitor, whyNotTag } from '../lib/host-tags.ts';
import { type Action, useAction } from '../lib/use-action.ts';
import type { TagsChange, Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Card } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

/** Tags of the operators on the instance, and how often CloudWatch measures it. */
export function TagsCard({ worker }: { readonly worker: Worker }): VNode {
  const { api, live, announce } = useApp();
  const tags = Object.entries(worker.tags ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
  const change = useAction(async (wanted: TagsChange) => {
    const answer = await api.changeTags(worker.id, wanted);
    live.take('worker', { id: answer.id, version: answer.version, view: answer });
    announce(`The tags of ${worker.name} are changed`);
  });
  return (
    <Card
      title="Tags and monitoring"
      aside={<span class="small text-body-secondary">{`${tags.length} of ${mostTags} tags`}</span>}
    >
      {worker.tagsRefused !== undefined && (
        <div class="alert alert-warning py-2 mb-2" role="status">
          EC2 did not take them: <Words text={worker.tagsRefused} />. Remove or change some.
        </div>
      )}
      <TagList worker={worker} tags={tags} change={change} />
      <NewTag worker={worker} change={change} />
      <TroubleNote trouble={change.trouble} />
      <Monitoring worker={worker} />
    </Card>
  );
}

interface TagListProps {
  readonly worker: Worker;
  readonly tags: readonly (readonly [string, string])[];
  readonly change: Action<TagsChange>;
}

function TagList({ worker, tags, change }: TagListProps): VNode {
  const { me } = useApp();
  if (tags.length === 0) return <p class="text-body-secondary mb-2">No tags but those that find the host again.</p>;
  return (
    <ul class="list-unstyled mb-2">
      {tags.map(([key, value]) => (
        <li key={key} class="d-flex justify-content-between align-items-center border-bottom py-1">
          <span class="text-break">
            <strong>{key}</strong> {value}
          </span>
          <ActionButton
            small
            label="Remove"
            description={`Remove the tag ${key}`}
            whyNot={whyNotTag(me.value, worker)}
            pending={change.pending}
            onClick={() => void change.run({ set: {}, remove: [key] })}
          />
        </li>
      ))}
    </ul>
  );
}

function NewTag({ worker, change }: { readonly worker: Worker; readonly change: Action<TagsChange> }): VNode {
  const { me } = useApp();
  const id = useId();
  const draft = useSignal({ key: '', value: '' });
  const fault = useSignal<string | undefined>(undefined);
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    const key = draft.value.key.trim();
    fault.value = tagFault(worker, key);
    if (fault.value !== undefined || whyNotTag(me.value, worker) !== undefined) return;
    void change.run({ set: { [key]: draft.value.value.trim() }, remove: [] });
    draft.value = { key: '', value: '' };
  };
  const field = (name: 'key' | 'value', label: string): VNode => (
    <input
      class={`form-control form-control-sm ${name === 'key' && fault.value !== undefined ? 'is-invalid' : ''}`}
      placeholder={label}
      aria-label={label}
      aria-describedby={id}
      maxLength={name === 'key' ? 128 : 256}
      value={draft.value[name]}
      onInput={({ currentTarget: { value } }) => {
        draft.value = { ...draft.value, [name]: value };
        fault.value = undefined;
      }}
    />
  );
  return (
    <form class="mb-2" onSubmit={onSubmit}>
      <div class="d-flex flex-wrap flex-sm-nowrap gap-1">
        {field('key', 'Name of a tag')}
        {field('value', 'Its value')}
        <ActionButton small type="submit" label="Set" whyNot={whyNotTag(me.value, worker)} pending={change.pending} />
      </div>
      <div id={id} class="small text-danger" role="status">
        {fault.value}
      </div>
    </form>
  );
}

function Monitoring({ worker }: { readonly worker: Worker }): VNode {
  const { me } = useApp();
  const asked = useSignal(false);
  const isDetailed = worker.detailedMonitoring === true;
  return (
    <div class="d-flex flex-wrap justify-content-between align-items-center gap-2 border-top pt-2">
      <span>
        CloudWatch measures it every <strong>{isDetailed ? 'minute' : 'five minutes'}</strong>
        {isDetailed && `, for about ${formatUsd(detailedMonitoringUsd)} a month`}
      </span>
      <ActionButton
        small
        label={isDetailed ? 'Every five minutes' : 'Every minute…'}
        whyNot={whyNotMonitor(me.value, worker)}
        onClick={() => {
          asked.value = true;
        }}
      />
      {asked.value && (
        <ConfirmMonitoring
          worker={worker}
          enable={!isDetailed}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </div>
  );
}

interface ConfirmProps {
  readonly worker: Worker;
  readonly enable: boolean;
  readonly onClose: () => void;
}

function ConfirmMonitoring({ worker, enable, onClose }: ConfirmProps): VNode {
  const { api, live, announce } = useApp();
  const often = enable ? 'every minute' : 'every five minutes';
  return (
    <ConfirmDialog
      title={`Measure ${worker.name} ${often}?`}
      confirmLabel={`Measure ${often}`}
      danger={false}
      onClose={onClose}
      perform={async (reason) => {
        const answer = await api.setMonitoring(worker.id, enable, reason);
        live.take('worker', { id: answer.id, version: answer.version, view: answer });
        announce(`${worker.name} is measured ${often}`);
      }}
    >
      <p class="mb-1">
        {enable
          ? `CloudWatch bills about ${formatUsd(detailedMonitoringUsd)} a month for an instance that always runs: seven metrics at 0.30 USD.`
          : 'It costs nothing more. Figures of the last minutes come later.'}
      </p>
    </ConfirmDialog>
  );
}
