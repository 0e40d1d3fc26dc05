import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import type { BulkPlan, BulkRunner, Target } from '../lib/bulk.ts';
import { plural } from '../lib/format.ts';
import { type BulkRunning, useBulkRun } from '../lib/use-bulk-run.ts';
import { ActionButton } from './action-button.tsx';
import { BulkLeftOut, BulkTargets } from './bulk-lists.tsx';
import { Dialog } from './dialog.tsx';

export interface BulkDialogProps<Item extends Target> {
  /** The order: `Terminate`. */
  readonly label: string;
  readonly noun: string;
  readonly isDanger: boolean;
  /** What it means for them. */
  readonly consequence: ComponentChildren;
  readonly plan: BulkPlan<Item>;
  /** One of them by name, with its state. */
  readonly nameOf: (item: Item) => VNode;
  /** Why it cannot be given with what was entered. */
  readonly fault?: string | undefined;
  readonly runner: BulkRunner<Item>;
  readonly onClose: () => void;
  /** What the order needs to know. */
  readonly children?: ComponentChildren;
}

/** What an order to many means for each, then its progress and what became of each. */
export function BulkDialog<Item extends Target>(props: BulkDialogProps<Item>): VNode {
  const { label, noun, isDanger, fault, onClose, nameOf } = props;
  const run = useBulkRun(props.runner);
  // Judged once: what is shown is what is confirmed.
  const plan = useSignal(props.plan).value;
  const targets = plan.can.map(({ item }) => item);
  const why = targets.length === 0 ? `None of the chosen ${noun}s can be given this order now` : fault;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (why === undefined) void run.start(targets);
  };
  return (
    <Dialog wide title={`${label}: ${plural(targets.length, noun)}`} onClose={run.isRunning ? run.stop : onClose}>
      <form onSubmit={submit}>
        <p class="mb-2">
          <strong>What it means:</strong> {props.consequence}
        </p>
        <BulkTargets plan={plan} results={run.results} noun={noun} nameOf={nameOf} />
        <BulkLeftOut plan={plan} noun={noun} nameOf={nameOf} />
        {!run.isBegun && props.children}
        <div class="d-flex flex-wrap gap-2 justify-content-end align-items-center mt-3">
          <span class="me-auto" role="status">
            {run.words}
          </span>
          <Buttons run={run} onClose={onClose} onAgain={() => void run.again(targets)}>
            <ActionButton
              label={`${label} ${plural(targets.length, noun)}`}
              type="submit"
              tone={isDanger ? 'danger' : 'primary'}
              whyNot={why}
            />
          </Buttons>
        </div>
      </form>
    </Dialog>
  );
}

interface ButtonsProps {
  readonly run: Pick<BulkRunning<never>, 'isBegun' | 'isRunning' | 'unfinished' | 'stop'>;
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
