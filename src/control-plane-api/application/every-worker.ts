import type { Worker } from '@lcm/core/domain/worker';
import type { Views } from './views.ts';

/** Also those whose record has left the lists: what they cost and how they booted stays true. */
export function everyWorker(views: Views): readonly Worker[] {
  return [...views.list('worker'), ...views.listGone('worker')].map(({ state }) => state);
}
