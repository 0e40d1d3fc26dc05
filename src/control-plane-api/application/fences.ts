import type { Fence } from '@lcm/core/contracts/primitives';

interface Mark {
  readonly epoch: number;
  readonly token: number;
}

/** The latest leader of each election that has spoken on a stream. Folds of before there were epochs are bare tokens. */
export type Fences = Readonly<Record<string, Mark | number>>;

/** Why nobody may speak under this fence any more, for whoever has to do something about it; undefined when they may. */
export function supersededBy(fences: Fences, fence: Fence): string | undefined {
  const latest = fences[fence.election];
  if (latest === undefined) return undefined;
  const [seen, own] = [markOf(latest), markOf(fence)];
  if (!isBefore(own, seen)) return undefined;
  return (
    `superseded: ${fence.election} ${inWords(own)} was followed by ${inWords(seen)}. If nobody else leads, ` +
    'the coordination store was set back to an earlier state: delete its key /lcm/epoch, and leaders begin a new epoch.'
  );
}

export function withFence(fences: Fences, fence: Fence | undefined): Fences {
  if (fence === undefined) return fences;
  const [latest, own] = [fences[fence.election], markOf(fence)];
  if (latest !== undefined && isBefore(own, markOf(latest))) return fences;
  return { ...fences, [fence.election]: own };
}

function markOf(of: Fence | Mark | number): Mark {
  return typeof of === 'number' ? { epoch: 0, token: of } : { epoch: of.epoch ?? 0, token: of.token };
}

function isBefore(one: Mark, other: Mark): boolean {
  return one.epoch < other.epoch || (one.epoch === other.epoch && one.token < other.token);
}

function inWords({ epoch, token }: Mark): string {
  return `${token} of epoch ${epoch}`;
}
