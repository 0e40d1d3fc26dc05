type Way = readonly [rows: number, blocks: number];

const ways: Readonly<Record<string, Way>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

const blocks = '[data-block]';

function centreOf(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

/** The next row in this direction that has blocks, and of these the one that is nearest in time. */
function inNextRow(rows: readonly Element[], current: Element, step: number): HTMLElement | undefined {
  const centre = centreOf(current);
  for (let at = rows.findIndex((row) => row.contains(current)) + step; at >= 0 && at < rows.length; at += step) {
    const found = [...(rows[at]?.querySelectorAll<HTMLElement>(blocks) ?? [])];
    const nearest = found.toSorted((a, b) => Math.abs(centreOf(a) - centre) - Math.abs(centreOf(b) - centre))[0];
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}

/** Arrows lead from block to block: left and right in their order, up and down to the nearest of the next row. */
export function walkBlocks(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const [rowStep, blockStep] = ways[event.key] ?? [0, 0];
  if (rowStep === 0 && blockStep === 0) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(blocks)];
  const at = all.findIndex((block) => block === document.activeElement);
  const current = all[at];
  const rows = [...event.currentTarget.querySelectorAll('li')];
  const next = current === undefined ? all[0] : rowStep === 0 ? all[at + blockStep] : inNextRow(rows, current, rowStep);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
