import { hostTags, isEnding, lackingTags } from '@lcm/core/domain/instance';
import { isImportedLaunch } from '@lcm/core/domain/worker';
import type { SeenInstance } from '@lcm/core/ports/instances';
import type { Situation } from './situation.ts';
import type { Step } from './step.ts';

type Alignment = Extract<Step, { do: 'tag' | 'untag' | 'monitor' }>;

/** Brings tags and monitoring of the instance to what is wanted of them. Nothing else waits for it. */
export function planAlignment(situation: Situation): Step | undefined {
  const { worker, seen } = situation;
  const { instance } = seen;
  if (worker.desired === 'terminated' || instance === undefined || isEnding(instance)) return undefined;
  const step = ours(situation, instance) ?? tags(situation, instance) ?? monitoring(situation, instance);
  return step === undefined || isTried(situation, step) ? undefined : step;
}

/** Reads lag, and it may have been refused: the same is not tried again at once, and another wish does not wait for it. */
function isTried({ seen: { aligned }, at, settings }: Situation, step: Alignment): boolean {
  return aligned?.what === alignmentKey(step) && at - aligned.at < settings.restPollMs;
}

/** The same for what is the same. */
export function alignmentKey(step: Alignment): string {
  return JSON.stringify(step);
}

/** An instance that somebody else launched gets our tags, so that it is known as ours wherever the record is lost. */
function ours({ worker }: Situation, instance: SeenInstance): Alignment | undefined {
  if (!isImportedLaunch(worker)) return undefined;
  return tagged(instance, lackingTags(instance.tags, hostTags(worker)));
}

/** What operators want on it, and no longer. What EC2 has refused is not asked for again before it is another. */
function tags({ worker }: Situation, instance: SeenInstance): Alignment | undefined {
  const { tags: wanted = {}, removedTags = [], tagsRefused } = worker;
  const keys = removedTags.filter((key) => Object.hasOwn(instance.tags, key) && !Object.hasOwn(wanted, key));
  if (keys.length > 0) return { do: 'untag', instance: instance.id, keys };
  if (tagsRefused !== undefined) return undefined;
  const lacking = Object.entries(wanted).filter(([key, value]) => instance.tags[key] !== value);
  return tagged(instance, Object.fromEntries(lacking));
}

function tagged({ id }: SeenInstance, lacking: Readonly<Record<string, string>>): Alignment | undefined {
  return Object.keys(lacking).length === 0 ? undefined : { do: 'tag', instance: id, tags: lacking };
}

/** As it was launched or found, unless somebody has said how it shall be. */
function monitoring({ worker }: Situation, { id, detailedMonitoring }: SeenInstance): Alignment | undefined {
  const { detailedMonitoring: wanted } = worker;
  if (wanted === undefined || wanted === (detailedMonitoring ?? false)) return undefined;
  return { do: 'monitor', instance: id, detailed: wanted };
}
