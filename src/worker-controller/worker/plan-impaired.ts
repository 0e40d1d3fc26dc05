import { impairedSince, isImportedLaunch } from '@lcm/core/domain/worker';
import { giveUp } from './judge.ts';
import { isBusy, type Situation } from './situation.ts';
import type { Step } from './step.ts';

/**
 * A host whose checks fail for long, and that nobody uses, is replaced like one that never came up. With a session, or
 * with a lab that runs, it is left to people, whom a task tells: a reboot would end what may still work.
 */
export function planImpaired(situation: Situation): Step | undefined {
  const { worker, at, settings } = situation;
  const since = impairedSince(worker);
  if (since === undefined || at - since < settings.impairedMs) return undefined;
  if (isImportedLaunch(worker) || isBusy(situation) || mayBeUsed(situation)) return undefined;
  const minutes = Math.round((at - since) / 60_000);
  return giveUp(situation, `its host fails EC2’s checks for ${minutes} minutes, and nobody is on it`);
}

/** What CML does not tell of a host that it should be on is no reason to end it; CML that is gone with it is. */
function mayBeUsed({ worker }: Situation): boolean {
  return worker.activity === undefined ? worker.service === 'available' : worker.activity.running > 0;
}
