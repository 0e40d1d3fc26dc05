import type { WorkerId } from '@lcm/core/domain/worker';
import type { Views } from './views.ts';

/** Whether a worker that has not ended goes by that name, however it is written. */
export function isNameTaken(views: Views, name: string): boolean {
  const wanted = name.toLowerCase();
  return views.list('worker').some(({ state }) => state.status !== 'terminated' && state.name.toLowerCase() === wanted);
}

/** A name for a worker that nobody named: short, and the whole id where that is somebody else's. */
export function freeName(views: Views, { template, id }: { template: string; id: WorkerId }): string {
  const stem = template === '' ? 'worker' : template;
  const short = `${stem}-${id.slice(-4)}`;
  return isNameTaken(views, short) ? `${stem}-${id}` : short;
}
