import { isActivityNews, isResting } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { SeenActivity } from './seen.ts';
import type { Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

/** What people do on the host, when it is news. One answer that is lost is none. */
export function activityNews(situation: Situation): Step | undefined {
  const { worker, at, settings } = situation;
  const seen = seenActivity(situation);
  if (seen?.known === true) return sayActivity(situation, seen);
  const lost = seen !== undefined && at - seen.lostSince >= settings.serviceGraceMs;
  return lost && isActivityNews(worker, undefined) ? sayActivity(situation, undefined) : undefined;
}

/**
 * What speaks against stopping a host because nobody uses it, as seen just now: between that decision and its stop
 * somebody may have begun. Nothing when it may be stopped, or is to be for another reason.
 */
export function stillUsed(situation: Situation): Step | undefined {
  const { worker, seen, at, settings } = situation;
  // Once EC2 was asked CML goes down with the host, which EC2's lagging reads may still show.
  const asked = seen.stopAskedAt !== undefined && at - seen.stopAskedAt < settings.readLagMs;
  if (!isResting(worker) || asked) return undefined;
  const found = seenActivity(situation);
  if (found?.known === true) return sayActivity(situation, found);
  const waitedMs = at - lostSince(situation, found);
  if (waitedMs >= settings.serviceGraceMs) return tell({ type: 'activity', launch: worker.launch });
  return wait(settings.busyPollMs, 'CML has to show that nobody uses it before it is stopped');
}

function sayActivity(
  { worker }: Situation,
  seen: Extract<SeenActivity, { known: true }> | undefined,
): Step | undefined {
  if (!isActivityNews(worker, seen?.activity)) return undefined;
  return tell({ type: 'activity', launch: worker.launch, activity: seen?.activity });
}

function seenActivity({ seen: { cml } }: Situation): SeenActivity | undefined {
  return cml?.up === true ? cml.activity : undefined;
}

function lostSince({ seen: { cml }, worker }: Situation, found: SeenActivity | undefined): Instant {
  if (found?.known === false) return found.lostSince;
  return cml?.up === false ? cml.downSince : worker.statusSince;
}
