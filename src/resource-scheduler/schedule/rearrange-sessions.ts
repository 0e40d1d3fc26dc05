import type { SessionView } from '@lcm/core/contracts/session';
import type { PlacementSettings } from '@lcm/core/placement';
import { answer } from './answer-wish.ts';
import type { ScheduleDeps } from './deps.ts';
import { planRearrangement, whyRearrange } from './plan-rearrangement.ts';

/**
 * Sessions of which nothing exists yet go where they need fewer hosts, now and then and before one is woken; at once, when
 * theirs is late. When that was done last is all that is kept: whoever begins anew does it once more, which does no harm.
 */
export function rearranging(deps: ScheduleDeps) {
  const { controlPlane, clock, random } = deps;
  let doneAt = Number.NEGATIVE_INFINITY;
  return async (sessions: readonly SessionView[], settings: PlacementSettings): Promise<void> => {
    const now = clock.now();
    const workers = await controlPlane.list('worker');
    const why = whyRearrange({ workers, settings, now }, doneAt);
    if (why === 'fewer-hosts') doneAt = now;
    if (why === undefined || !sessions.some(({ status }) => status === 'scheduled')) return;
    const [labs, templates] = [await controlPlane.list('lab'), await controlPlane.list('template')];
    const snapshot = { sessions, workers, labs, templates, settings, now };
    const moves = planRearrangement(snapshot, random, why);
    for (const move of moves) await answer(move, deps);
  };
}
