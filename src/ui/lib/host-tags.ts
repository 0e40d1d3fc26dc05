import { type Actor, whyNot } from '@lcm/core/domain/access';
import { mostTags, workerCan } from '@lcm/core/domain/worker';
import type { Worker } from './views.ts';

/**
 * CloudWatch bills detailed monitoring like custom metrics: 0.30 USD a month for each of the seven that an instance has,
 * as long as it runs: https://aws.amazon.com/cloudwatch/pricing/
 */
export const detailedMonitoringUsd = 7 * 0.3;

export function whyNotTag(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:operate');
  if (access !== undefined) return access;
  return workerCan('tag', worker) ? undefined : `Not possible while it is ${worker.status}`;
}

export function whyNotMonitor(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  return workerCan('monitor', worker) ? undefined : `Not possible while it is ${worker.status}`;
}

/** What is wrong with a tag before it is sent; nothing when it may be tried. */
export function tagFault(worker: Worker, key: string): string | undefined {
  if (key === '') return 'Say its name';
  if (key === 'Name' || /^(?:aws|lcm):/i.test(key)) return `${key} is kept for AWS and for finding the host again`;
  const tags = worker.tags ?? {};
  const isFull = Object.keys(tags).length >= mostTags && !Object.hasOwn(tags, key);
  return isFull ? `It has ${mostTags} tags, which is all it may have` : undefined;
}
