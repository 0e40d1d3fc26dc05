import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type BulkOrder, bulkOrderNames, bulkOrders, whyNotBulk } from '../lib/bulk.ts';
import { plural } from '../lib/format.ts';
import type { Selection } from '../lib/use-selection.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { BulkDialog } from './bulk-dialog.tsx';

export interface BulkBarProps {
  readonly selection: Selection;
  readonly workers: readonly Worker[];
  /** How many match the filter and can be chosen. */
  readonly matching: number;
}

/** What can be ordered of all that are chosen. */
export function BulkBar({ selection, workers, matching }: BulkBarProps): VNode {
  const { me, now } = useApp();
  const asked = useSignal<{ readonly order: BulkOrder; readonly workers: readonly Worker[] } | undefined>(undefined);
  const why = (order: BulkOrder): string | undefined => {
    if (workers.length === 0) return 'Choose workers in the table first';
    const reasons = workers.map((worker) => whyNotBulk(me.value, order, { worker, now: now.peek() }));
    return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
  };
  return (
    <section class="bulk-bar" aria-label="What is done with the chosen workers">
      <span class="me-2" role="status">
        {workers.length === 0 ? 'None chosen' : `${plural(workers.length, 'worker')} chosen`}
      </span>
      {workers.length < matching && (
        <button type="button" class="btn btn-sm btn-link" onClick={selection.chooseAll}>
          Choose all {matching} that match
        </button>
      )}
      {workers.length > 0 && (
        <button type="button" class="btn btn-sm btn-link" onClick={selection.clear}>
          Choose none
        </button>
      )}
      <div class="d-flex flex-wrap gap-1 ms-auto">
        {bulkOrderNames.map((order) => (
          <ActionButton
            key={order}
            small
            label={bulkOrders[order].label}
            description={`${bulkOrders[order].label}: all chosen workers`}
            tone={order === 'terminate' ? 'danger' : 'secondary'}
            whyNot={why(order)}
            onClick={() => {
              asked.value = { order, workers };
            }}
          />
        ))}
      </div>
      {asked.value && (
        <BulkDialog
          {...asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </section>
  );
}
