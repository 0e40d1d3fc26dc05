import type { SessionView } from '@lcm/core/contracts/session';
import type { PlacementSettings } from '@lcm/core/placement';
import { answer } from './answer-wish.ts';
import type { ScheduleDeps } from './deps.ts';
import { planRearrangement } from './plan-rearrangement.ts';

/** How often places that are given already are thought over. */
const everyMs = 20 * 60_000;

/**
 * Sessions of which nothing exists yet go where they need fewer hosts, now and then; at once, when their host is late. When
 * that was done last is all that is kept: whoever begins anew does it once more, which does no harm.
 */
export function rearranging(deps: ScheduleDeps) {
  const { controlPlane, clock, random } = deps;
  let doneAt = Number.NEGATIVE_INFINITY;
  return async (sessions: readonly SessionView[], settings: PlacementSettings): Promise<void> => {
    const now = clock.now();
    const workers = await controlPlane.list('worker');
    const isDue = now >= doneAt + everyMs;
    if (isDue) doneAt = now;
    const isWaitedFor = workers.some(({ status, desired }) => desired === 'running' && status !== 'running');
    if ((!isDue && !isWaitedFor) || !sessions.some(({ status }) => status === 'scheduled')) return;
    const [labs, templates] = [await controlPlane.list('lab'), await controlPlane.list('template')];
    const snapshot = { sessions, workers, labs, templates, settings, now };
    const moves = planRearrangement(snapshot, random, isDue ? 'fewer-hosts' : 'host-is-late');
    for (const move of moves) await answer(move, deps);
  };
}
