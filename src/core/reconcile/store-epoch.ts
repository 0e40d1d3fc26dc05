import type { Clock } from '../kernel/index.ts';
import type { Coordination } from '../ports/coordination/index.ts';

/**
 * Which life of the coordination store this is. Revisions begin again in a store that was lost, and so do the tokens
 * of leaders; its epoch is higher. Whoever set the store back to an earlier state deletes the key: see docs/four-processes.md.
 */
export const epochKey = '/lcm/epoch';

/** Begins a new epoch when the store has none. */
export async function ensureEpoch(coordination: Coordination, clock: Clock): Promise<number> {
  const { holder } = await coordination.create(epochKey, String(clock.now()));
  return numberIn(holder.value);
}

/** Undefined until somebody has led. */
export async function currentEpoch(coordination: Coordination): Promise<number | undefined> {
  const { items } = await coordination.list(epochKey);
  const item = items.find(({ key }) => key === epochKey);
  return item && numberIn(item.value);
}

function numberIn(value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new Error(`the coordination store's key ${epochKey} is no number: delete it, and a new epoch begins`);
}
