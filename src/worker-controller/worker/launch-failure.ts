import type { Situation } from './situation.ts';
import { type Step, tell } from './step.ts';

/** Ends the present launch in the record; the last of its kind says that nobody will try again by himself. */
export function launchFailed({ worker, settings }: Pick<Situation, 'worker' | 'settings'>, reason: string): Step {
  const last = worker.failures + 1 >= settings.launchAttempts;
  const gaveUp = last ? `; gave up after ${settings.launchAttempts} launches, an operator has to look at it` : '';
  return tell({ type: 'launch-failed', launch: worker.launch, reason: `${reason}${gaveUp}` });
}
