import { hostTags, isEnding, lackingTags } from '@lcm/core/domain/instance';
import { isImportedLaunch } from '@lcm/core/domain/worker';
import type { Situation } from './situation.ts';
import type { Step } from './step.ts';

/** An instance that somebody else launched gets our tags, so that it is known as ours wherever the record is lost. */
export function planTags({ worker, seen, at, settings }: Situation): Step | undefined {
  const { instance, taggedAt } = seen;
  if (!isImportedLaunch(worker) || worker.desired === 'terminated') return undefined;
  if (instance === undefined || isEnding(instance)) return undefined;
  // Reads lag, and tags may be refused: the worker does without them meanwhile, its instance is known by its id.
  if (taggedAt !== undefined && at - taggedAt < settings.restPollMs) return undefined;
  const tags = lackingTags(instance.tags, hostTags(worker));
  return Object.keys(tags).length === 0 ? undefined : { do: 'tag', instance: instance.id, tags };
}
