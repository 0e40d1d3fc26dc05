import type { RevisionDiff } from './views.ts';

type Line = RevisionDiff['yaml'][number];

/** A line with its numbers before and after, or so many that are left out. */
export type DiffRow =
  | {
      readonly is: 'line';
      readonly change: Line['change'];
      readonly text: string;
      readonly was?: number | undefined;
      readonly now?: number | undefined;
    }
  | { readonly is: 'gap'; readonly lines: number };

/** How much of what stayed the same is shown around what did not. */
const context = 3;

/** What differs, with some lines around it; a gap of one line is shown as that line. */
export function diffRows(lines: readonly Line[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  const near = nearChanges(lines);
  let hidden: DiffRow[] = [];
  const close = (): void => {
    if (hidden.length > 1) rows.push({ is: 'gap', lines: hidden.length });
    else rows.push(...hidden);
    hidden = [];
  };
  numbered(lines).forEach((row, index) => {
    if (near[index] !== true) {
      hidden.push(row);
      return;
    }
    close();
    rows.push(row);
  });
  close();
  return rows;
}

function numbered(lines: readonly Line[]): readonly DiffRow[] {
  let [was, now] = [0, 0];
  return lines.map(({ change, text }) => {
    if (change !== 'added') was += 1;
    if (change !== 'removed') now += 1;
    const numbers = { ...(change !== 'added' && { was }), ...(change !== 'removed' && { now }) };
    return { is: 'line', change, text, ...numbers };
  });
}

function nearChanges(lines: readonly Line[]): readonly boolean[] {
  const near = lines.map(() => false);
  lines.forEach(({ change }, at) => {
    if (change === 'same') return;
    near.fill(true, Math.max(0, at - context), at + context + 1);
  });
  return near;
}

/** `2 lines added, 1 removed`. */
export function diffSize(lines: readonly Line[]): string {
  const count = (change: Line['change']): number => lines.filter((line) => line.change === change).length;
  const [added, removed] = [count('added'), count('removed')];
  if (added + removed === 0) return 'No line differs';
  return `${added} ${added === 1 ? 'line' : 'lines'} added, ${removed} removed`;
}
