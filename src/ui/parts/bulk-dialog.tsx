import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { type BulkOrder, type BulkResult, bulkOrders, bulkPlan, runBulk } from '../lib/bulk.ts';
import { type BulkInput, faultOf, performBulk } from '../lib/bulk-order.ts';
import { plural } from '../lib/format.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { BulkLeftOut, BulkWorkers } from './bulk-lists.tsx';
import { Dialog } from './dialog.tsx';
import { FormField } from './form-field.tsx';

export interface BulkDialogProps {
  readonly order: BulkOrder;
  readonly workers: readonly Worker[];
  readonly onClose: () => void;
}

/** What an order to many means for each, then its progress and what became of each. */
export function BulkDialog({ order, workers, onClose }: BulkDialogProps): VNode {
  const run = useBulkRun(order);
  const { me, now } = useApp();
  // Judged once: what is shown is what is confirmed.
  const plan = useSignal(bulkPlan(order, workers, { actor: me.peek(), now: now.peek() })).value;
  const input = useSignal<BulkInput>({ reason: '', minutes: 60, tags: '' });
  const { label, consequence, danger } = bulkOrders[order];
  const fault = faultOf(order, input.value);
  const targets = plan.can.map(({ worker }) => worker);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (fault === undefined) void run.start(targets, input.value);
  };
  return (
    <Dialog wide title={`${label}: ${plural(targets.length, 'worker')}`} onClose={run.isRunning ? run.stop : onClose}>
      <form onSubmit={submit}>
        <p class="mb-2">
          <strong>For each:</strong> {consequence}
        </p>
        <BulkWorkers plan={plan} results={run.results} />
        <BulkLeftOut plan={plan} />
        {!run.isBegun && <BulkFields order={order} input={input} />}
        <div class="d-flex flex-wrap gap-2 justify-content-end align-items-center mt-3">
          <span class="me-auto" role="status">
            {run.words}
          </span>
          <Buttons run={run} onClose={onClose} onAgain={() => void run.again(targets, input.value)}>
            <ActionButton
              label={`${label} ${plural(targets.length, 'worker')}`}
              type="submit"
              tone={danger ? 'danger' : 'primary'}
              whyNot={fault}
            />
          </Buttons>
        </div>
      </form>
    </Dialog>
  );
}

interface ButtonsProps {
  readonly run: BulkRunning;
  readonly onClose: () => void;
  readonly onAgain: () => void;
  readonly children: VNode;
}

function Buttons({ run, onClose, onAgain, children }: ButtonsProps): VNode {
  if (run.isRunning) return <ActionButton label="Stop after this one" onClick={run.stop} />;
  return (
    <>
      {run.isBegun && run.unfinished > 0 && <ActionButton label={`Try ${run.unfinished} again`} onClick={onAgain} />}
      <ActionButton label={run.isBegun ? 'Close' : 'Cancel'} onClick={onClose} />
      {!run.isBegun && children}
    </>
  );
}

function BulkFields({ order, input }: { readonly order: BulkOrder; readonly input: Signal<BulkInput> }): VNode {
  const id = useId();
  const change = (changes: Partial<BulkInput>): void => {
    input.value = { ...input.peek(), ...changes };
  };
  return (
    <div class="row g-2">
      {order === 'snooze' && (
        <FormField
          label="Minutes from now"
          type="number"
          value={String(input.value.minutes)}
          onInput={(text) => change({ minutes: text === '' ? Number.NaN : Number(text) })}
        />
      )}
      {order === 'tags' && (
        <div class="col-12">
          <label class="form-label mb-1" for={id}>
            Tags, one a line
          </label>
          <textarea
            id={id}
            class="form-control"
            rows={3}
            placeholder="cost-centre=certification"
            value={input.value.tags}
            onInput={({ currentTarget }) => change({ tags: currentTarget.value })}
          />
        </div>
      )}
      {order !== 'tags' && order !== 'refresh' && (
        <FormField
          label={order === 'terminate' ? 'Reason' : 'Reason (for the audit log; may stay empty)'}
          columns={12}
          maxLength={200}
          required={order === 'terminate'}
          value={input.value.reason}
          onInput={(reason) => change({ reason })}
        />
      )}
    </div>
  );
}

interface BulkRunning {
  readonly results: ReadonlyMap<string, BulkResult>;
  readonly isBegun: boolean;
  readonly isRunning: boolean;
  /** Failed, or left when it was stopped. */
  readonly unfinished: number;
  readonly words: string;
  readonly start: (workers: readonly Worker[], input: BulkInput) => Promise<void>;
  readonly again: (workers: readonly Worker[], input: BulkInput) => Promise<void>;
  readonly stop: () => void;
}

function useBulkRun(order: BulkOrder): BulkRunning {
  const { api, announce } = useApp();
  const results = useSignal<ReadonlyMap<string, BulkResult>>(new Map());
  const isRunning = useSignal(false);
  const isStopped = useSignal(false);
  const states = [...results.value.values()].map(({ state }) => state);
  const count = (wanted: BulkResult['state']): number => states.filter((state) => state === wanted).length;
  const tell = (id: string, result: BulkResult): void => {
    results.value = new Map(results.peek()).set(id, result);
  };
  const start = async (workers: readonly Worker[], input: BulkInput): Promise<void> => {
    isRunning.value = true;
    isStopped.value = false;
    for (const { id } of workers) tell(id, { state: 'waiting' });
    const perform = async (worker: Worker): Promise<void> => performBulk(api, order, { worker, input });
    await runBulk(workers, { perform, tell, isStopped: () => isStopped.peek() });
    isRunning.value = false;
    announce(wordsOf([...results.peek().values()]));
  };
  return {
    results: results.value,
    isBegun: states.length > 0,
    isRunning: isRunning.value,
    unfinished: count('failed') + count('left'),
    words: wordsOf([...results.value.values()]),
    start,
    again: async (workers, input) => {
      const known = results.peek();
      const isOpen = ({ id }: Worker): boolean => known.get(id)?.state === 'failed' || known.get(id)?.state === 'left';
      await start(workers.filter(isOpen), input);
    },
    stop: () => {
      isStopped.value = true;
    },
  };
}

/** `3 of 5 done, 1 failed`: nothing before it began. */
function wordsOf(results: readonly BulkResult[]): string {
  if (results.length === 0) return '';
  const count = (wanted: BulkResult['state']): number => results.filter(({ state }) => state === wanted).length;
  const parts = [`${count('done')} of ${results.length} done`];
  if (count('failed') > 0) parts.push(`${count('failed')} failed`);
  if (count('left') > 0) parts.push(`${count('left')} left as they were`);
  return parts.join(', ');
}
