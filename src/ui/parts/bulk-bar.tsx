import type { ComponentChildren, VNode } from 'preact';
import { plural } from '../lib/format.ts';
import type { Choice } from '../lib/use-list.ts';

export interface BulkBarProps {
  readonly choice: Pick<Choice<unknown>, 'rows' | 'choosable' | 'chooseAll' | 'clear'>;
  /** What is chosen: `worker`. */
  readonly noun: string;
  /** The orders. */
  readonly children: ComponentChildren;
}

/** How many rows are chosen, and what can be ordered of all of them. */
export function BulkBar({ choice, noun, children }: BulkBarProps): VNode {
  const { rows, choosable, chooseAll, clear } = choice;
  return (
    <section class="bulk-bar" aria-label={`What is done with the chosen ${noun}s`}>
      <span class="me-2" role="status">
        {rows.length === 0 ? 'None chosen' : `${plural(rows.length, noun)} chosen`}
      </span>
      {rows.length < choosable && (
        <button type="button" class="btn btn-sm btn-link" onClick={chooseAll}>
          Choose all {choosable} that match
        </button>
      )}
      {rows.length > 0 && (
        <button type="button" class="btn btn-sm btn-link" onClick={clear}>
          Choose none
        </button>
      )}
      <div class="d-flex flex-wrap gap-1 ms-auto">{children}</div>
    </section>
  );
}
