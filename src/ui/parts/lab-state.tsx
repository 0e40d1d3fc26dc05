import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { nodesUp } from '../lib/lab-nodes.ts';
import { doing, orphanWords } from '../lib/lab-words.ts';
import type { LabRecord } from '../lib/views.ts';
import { warmInWords } from '../lib/warm-labs.ts';
import { LabBadge, OrphanBadge } from './status-badge.tsx';
import { Since } from './time.tsx';
import { Words } from './words.tsx';

/** What was asked of it and how far that is, or why it failed. */
export function LabProgress({ lab }: { readonly lab: LabRecord }): VNode | null {
  const { pending, failure } = lab;
  if (pending !== undefined) {
    return (
      <div class="small">
        <span class="spinner-border spinner-border-sm me-1" aria-hidden="true" />
        {doing[pending.action]}
        {pending.message !== '' && pending.message !== doing[pending.action].toLowerCase() && `: ${pending.message}`}
      </div>
    );
  }
  if (failure === undefined) return null;
  return (
    <div class="small text-danger-emphasis">
      <Words text={`${humanize(failure.action)} failed${failure.reason === '' ? '' : `: ${failure.reason}`}`} />
    </div>
  );
}

/** How a lab is, in a row of a table. */
export function LabState({ lab }: { readonly lab: LabRecord }): VNode {
  const { up, seen } = nodesUp(lab);
  const isMixed = up > 0 && up < seen && lab.pending === undefined;
  return (
    <>
      <LabBadge status={lab.status} /> for <Since at={lab.statusSince} />
      {warmInWords(lab) !== undefined && <div class="small">{warmInWords(lab)}</div>}
      {lab.orphan !== undefined && (
        <div class="small">
          {lab.status !== 'orphaned' && <OrphanBadge title={orphanWords[lab.orphan]} />} {orphanWords[lab.orphan]}
        </div>
      )}
      {isMixed && (
        <div class="small text-body-secondary">
          {up} of {seen} nodes up
        </div>
      )}
      <LabProgress lab={lab} />
    </>
  );
}
