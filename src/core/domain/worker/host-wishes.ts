import { type Instant, ok, reject } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import { workerCan } from './lifecycle.ts';
import type { Worker } from './worker.ts';

/**
 * EC2 allows 50 on an instance. Some are kept for those that find it again and those that the installation puts on all:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 */
export const mostTags = 40;

export interface TagChange {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Adds, overwrites and removes tags of the operators' own; the instance follows, this one and every later one. */
export function changeTags(worker: Worker, { set, remove }: TagChange, at: Instant): WorkerDecision {
  if (!workerCan('tag', worker)) return wrongState(worker, 'tag');
  const reserved = [...Object.keys(set), ...remove].filter(isReserved);
  if (reserved.length > 0) return reject({ code: 'worker.tag-reserved', keys: reserved });
  const before = worker.tags ?? {};
  const news = Object.fromEntries(Object.entries(set).filter(([key, value]) => before[key] !== value));
  const gone = remove.filter((key) => before[key] !== undefined && set[key] === undefined);
  if (Object.keys(news).length === 0 && gone.length === 0) return ok([]);
  const count = Object.keys(withTags(before, { set, remove: gone })).length;
  if (count > mostTags) return reject({ code: 'worker.too-many-tags', count, most: mostTags });
  return ok([{ type: 'WorkerTagsChanged', set: news, remove: gone, at }]);
}

/** What AWS keeps for itself, and what the product finds its instances by. */
function isReserved(key: string): boolean {
  return key === 'Name' || /^(?:aws|lcm):/i.test(key);
}

/** How a worker's tags are after a change. */
export function withTags(before: Readonly<Record<string, string>>, { set, remove }: TagChange): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...before, ...set }).filter(([key]) => !remove.includes(key)));
}

/** Those that an instance may still have though nobody wants them: of the newest, no more than it could have. */
export function removedTags(before: readonly string[], { set, remove }: TagChange): readonly string[] {
  return [...new Set([...before.filter((key) => set[key] === undefined), ...remove])].slice(-50);
}

/** Measures the host each minute instead of each five: CloudWatch bills it by metric. */
export function setDetailedMonitoring(
  worker: Worker,
  enabled: boolean,
  { reason, at }: { reason: string; at: Instant },
): WorkerDecision {
  if (!workerCan('monitor', worker)) return wrongState(worker, 'monitor');
  if ((worker.detailedMonitoring ?? false) === enabled) return ok([]);
  return ok([{ type: 'WorkerDetailedMonitoringSet', enabled, reason, at }]);
}
