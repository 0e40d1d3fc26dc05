import type { VNode } from 'preact';
import type { First } from '../lib/use-first.ts';

/** The rest of a list of which only the first rows are on screen. */
export function ShowMore({ of: { hidden, showMore } }: { readonly of: First<unknown> }): VNode | null {
  if (hidden === 0) return null;
  return (
    <button type="button" class="btn btn-outline-secondary" onClick={showMore}>
      Show more ({hidden} not shown)
    </button>
  );
}
