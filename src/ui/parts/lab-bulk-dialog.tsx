import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { type BulkCommand, type BulkPlan, type BulkResult, bulkOrders, planBulk, runBulk } from '../lib/lab-bulk.ts';
import { labTitle } from '../lib/lab-words.ts';
import { type Action, useAction } from '../lib/use-action.ts';
import { useLabFleet } from '../lib/use-lab-fleet.ts';
import type { LabRecord } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface LabBulkDialogProps {
  readonly command: BulkCommand;
  readonly labs: readonly LabRecord[];
  readonly onClose: () => void;
}

const mostNamed = 8;

function Named({ labs }: { readonly labs: readonly LabRecord[] }): VNode {
  const { live } = useApp();
  return (
    <ul class="mb-2">
      {labs.slice(0, mostNamed).map((lab) => (
        <li key={lab.id}>
          {labTitle(lab)}{' '}
          <span class="text-body-secondary">
            on {live.find('worker', lab.workerId)?.name ?? lab.workerId}, {lab.status}
          </span>
        </li>
      ))}
      {labs.length > mostNamed && <li>and {labs.length - mostNamed} more</li>}
    </ul>
  );
}

function LeftAlone({ cannot }: Pick<BulkPlan, 'cannot'>): VNode | null {
  if (cannot.length === 0) return null;
  return (
    <details class="mb-2">
      <summary>{plural(cannot.length, 'other')} left as they are</summary>
      <ul class="mb-0">
        {cannot.map(({ lab, why }) => (
          <li key={lab.id}>
            {labTitle(lab)}: <span class="text-body-secondary">{why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What became of each, as it becomes known. */
function Results({ results, of }: { readonly results: readonly BulkResult[]; readonly of: number }): VNode {
  const refused = results.filter(({ isTaken }) => !isTaken).length;
  return (
    <section aria-label="Results" role="status">
      <p class="mb-1">
        {results.length} of {plural(of, 'lab')} asked{refused > 0 && `, ${refused} refused`}
      </p>
      <ul class="bulk-results list-unstyled mb-0">
        {results.map(({ id, title, isTaken, words }) => (
          <li key={id}>
            <span class={`status status-${isTaken ? 'good' : 'bad'}`}>{isTaken ? 'Taken' : 'Refused'}</span> {title}:{' '}
            {words}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Consequences({ command, plan }: { readonly command: BulkCommand; readonly plan: BulkPlan }): VNode {
  return (
    <>
      <p class="mb-2">{bulkOrders[command].consequence}</p>
      <Named labs={plan.can} />
      <LeftAlone cannot={plan.cannot} />
    </>
  );
}

function ReasonField({ onInput }: { readonly onInput: (text: string) => void }): VNode {
  const id = useId();
  return (
    <>
      <label class="form-label" for={id}>
        Reason (for the audit log; may stay empty)
      </label>
      <input
        id={id}
        class="form-control"
        maxLength={200}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </>
  );
}

interface BulkRun {
  /** As they were when it was confirmed: labs change while the order goes through them. */
  readonly confirmed: readonly LabRecord[] | undefined;
  readonly results: readonly BulkResult[];
  readonly action: Action<readonly LabRecord[]>;
}

function useBulkRun(command: BulkCommand, reasonOf: () => string): BulkRun {
  const { api, announce } = useApp();
  const confirmed = useSignal<readonly LabRecord[] | undefined>(undefined);
  const results = useSignal<readonly BulkResult[]>([]);
  const action = useAction(async (labs: readonly LabRecord[]) => {
    confirmed.value = labs;
    const onResults = (known: readonly BulkResult[]): void => {
      results.value = known;
    };
    await runBulk(api, { command, labs, reason: reasonOf(), onResults });
    announce(`${bulkOrders[command].label}: asked of ${plural(labs.length, 'lab')}`);
  });
  return { confirmed: confirmed.value, results: results.value, action };
}

/** Says what an order means for many labs, gives it to each, and stays open with what became of it. */
export function LabBulkDialog(props: LabBulkDialogProps): VNode {
  const reason = useSignal('');
  const run = useBulkRun(props.command, () => reason.peek());
  const { label } = bulkOrders[props.command];
  if (run.confirmed === undefined) {
    return (
      <Ask
        {...props}
        run={run}
        onReason={(text) => {
          reason.value = text;
        }}
      />
    );
  }
  return (
    <Dialog title={label} onClose={props.onClose} wide>
      <Results results={run.results} of={run.confirmed.length} />
      <TroubleNote trouble={run.action.trouble} />
      <div class="d-flex gap-2 justify-content-end mt-3">
        <ActionButton label="Close" pending={run.action.pending} onClick={props.onClose} />
      </div>
    </Dialog>
  );
}

interface AskProps extends LabBulkDialogProps {
  readonly run: BulkRun;
  readonly onReason: (text: string) => void;
}

function Ask({ command, labs, run, onReason, onClose }: AskProps): VNode {
  const plan = planBulk(command, labs, useLabFleet());
  const { label, danger } = bulkOrders[command];
  return (
    <Dialog title={`${label}: ${plural(plan.can.length, 'lab')}?`} onClose={onClose} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run.action.run(plan.can);
        }}
      >
        <Consequences command={command} plan={plan} />
        <ReasonField onInput={onReason} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label={label}
            type="submit"
            tone={danger ? 'danger' : 'primary'}
            whyNot={plan.can.length === 0 ? 'None of them can be told so any more' : undefined}
          />
        </div>
      </form>
    </Dialog>
  );
}
