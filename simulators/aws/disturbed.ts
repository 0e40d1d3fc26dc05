import type { Clock } from '@lcm/core/kernel';
import { Ec2Error } from './model/ec2-error.ts';
import type { Call, FaultPlan } from './model/faults.ts';

/** The call took effect, and its caller must not hear of it. */
export class AnswerLostError extends Error {
  override readonly name = 'AnswerLostError';
}

export interface Disturbance {
  readonly faults: FaultPlan;
  readonly clock: Clock;
}

/** Runs a call through the faults that are planned for it. @throws Ec2Error @throws AnswerLostError */
export async function disturbed<Answer>(
  { faults, clock }: Disturbance,
  call: Call,
  run: () => Answer,
): Promise<Answer> {
  const slow = faults.take('slow', call);
  if (slow) await clock.sleep(slow.ms);
  const refusal = faults.take('refuse', call);
  if (refusal) throw new Ec2Error(refusal.code);
  const answer = run();
  if (faults.take('lose-answer', call)) throw new AnswerLostError(`the answer to ${call.action} was lost`);
  return answer;
}
