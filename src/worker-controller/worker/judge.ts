import { noticedNews } from '@lcm/core/domain/worker';
import { launchFailed } from './launch-failure.ts';
import type { Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

/** Gives up a launch that looks dead, unless too many others do as well: then it says so, and waits. */
export function giveUp(situation: Situation, reason: string): Step {
  return holdBack(situation) ?? launchFailed(situation, reason);
}

/** What is done instead of believing it dead; undefined when nothing speaks against that. */
export function holdBack(situation: Situation): Step | undefined {
  const { worker, held, settings } = situation;
  if (held === undefined) return undefined;
  const news = noticedNews(worker, { heldBack: held });
  return news ? tell({ type: 'noticed', launch: worker.launch, ...news }) : wait(settings.busyPollMs, held);
}

/** It is seen again, or few enough are not: whatever is to be done about it is done from now on. */
export function endHold({ worker, held }: Situation): Step | undefined {
  if (held !== undefined || worker.heldBack === undefined) return undefined;
  return tell({ type: 'noticed', launch: worker.launch, heldBack: '' });
}

/** Whether the step believes a host dead that nobody has said to be so. */
export function believesDead(step: Step): boolean {
  if (step.do !== 'report') return false;
  const { report } = step;
  return report.type === 'launch-failed' || (report.type === 'service' && report.status === 'error');
}
