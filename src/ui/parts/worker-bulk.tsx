import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { oneByOne, whyNotAny } from '../lib/bulk.ts';
import type { Choice } from '../lib/use-list.ts';
import type { Worker } from '../lib/views.ts';
import { type BulkOrder, bulkOrderNames, bulkOrders, bulkPlan, whyNotBulk } from '../lib/worker-bulk.ts';
import { type BulkInput, faultOf, performBulk } from '../lib/worker-bulk-order.ts';
import type { WorkerRow } from '../lib/worker-rows.ts';
import { ActionButton } from './action-button.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { FormField } from './form-field.tsx';
import { ReasonField } from './reason-field.tsx';
import { WorkerBadge } from './status-badge.tsx';

interface Asked {
  readonly order: BulkOrder;
  readonly workers: readonly Worker[];
}

/** What can be ordered of all workers that are chosen. */
export function WorkerBulk({ choice }: { readonly choice: Choice<WorkerRow> }): VNode {
  const { me, now } = useApp();
  const asked = useSignal<Asked | undefined>(undefined);
  const workers = choice.rows.map(({ worker }) => worker);
  const whyNot = (order: BulkOrder) => (worker: Worker) => whyNotBulk(me.value, order, { worker, now: now.peek() });
  return (
    <BulkBar choice={choice} noun="worker">
      {bulkOrderNames.map((order) => (
        <ActionButton
          key={order}
          small
          label={bulkOrders[order].label}
          description={`${bulkOrders[order].label}: all chosen workers`}
          tone={order === 'terminate' ? 'danger' : 'secondary'}
          whyNot={whyNotAny(workers, whyNot(order), 'worker')}
          onClick={() => {
            asked.value = { order, workers };
          }}
        />
      ))}
      {asked.value && (
        <WorkerBulkDialog
          {...asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </BulkBar>
  );
}

function WorkerBulkDialog({ order, workers, onClose }: Asked & { readonly onClose: () => void }): VNode {
  const { api, me, now } = useApp();
  const input = useSignal<BulkInput>({ reason: '', minutes: 60, tags: '' });
  const { label, consequence, danger } = bulkOrders[order];
  return (
    <BulkDialog
      label={label}
      noun="worker"
      isDanger={danger}
      consequence={`for each: ${consequence}`}
      plan={bulkPlan(order, workers, { actor: me.peek(), now: now.peek() })}
      nameOf={({ name, status }) => (
        <>
          <strong>{name}</strong> <WorkerBadge status={status} />
        </>
      )}
      fault={faultOf(order, input.value)}
      runner={oneByOne(async (worker) => performBulk(api, order, { worker, input: input.peek() }))}
      onClose={onClose}
    >
      <Fields order={order} input={input} />
    </BulkDialog>
  );
}

interface FieldsProps {
  readonly order: BulkOrder;
  readonly input: Signal<BulkInput>;
}

function Fields({ order, input }: FieldsProps): VNode {
  const change = (changes: Partial<BulkInput>): void => {
    input.value = { ...input.peek(), ...changes };
  };
  return (
    <>
      {order === 'snooze' && (
        <div class="row g-2">
          <FormField
            label="Minutes from now"
            type="number"
            value={String(input.value.minutes)}
            onInput={(text) => change({ minutes: text === '' ? Number.NaN : Number(text) })}
          />
        </div>
      )}
      {order === 'tags' && <TagsField value={input.value.tags} onInput={(tags) => change({ tags })} />}
      {order !== 'tags' && order !== 'refresh' && (
        <ReasonField
          isNeeded={order === 'terminate'}
          value={input.value.reason}
          onInput={(reason) => change({ reason })}
        />
      )}
    </>
  );
}

function TagsField({ value, onInput }: { readonly value: string; readonly onInput: (text: string) => void }): VNode {
  const id = useId();
  return (
    <>
      <label class="form-label mb-1" for={id}>
        Tags, one a line
      </label>
      <textarea
        id={id}
        class="form-control"
        rows={3}
        placeholder="cost-centre=certification"
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </>
  );
}
