import type { SessionView } from '@lcm/core/contracts/session';
import { nextGraderTry, type SessionReport } from '@lcm/core/domain/session';
import { type Clock, type Instant, instant } from '@lcm/core/kernel';
import type { StepOutcome } from './step-handler.ts';
import { putOffAt } from './steps/or-later.ts';

/** The steps that ask an engine. */
const gradingSteps: readonly string[] = ['evaluate', 'grade_again'];

/** That the engine does not grade, said once; and that it does again. */
export function withoutGrader(
  { graderAway }: SessionView,
  { step, outcome }: { readonly step: string; readonly outcome: StepOutcome },
  { clock }: { readonly clock: Pick<Clock, 'now'> },
): SessionReport | undefined {
  if (outcome.kind !== 'not-yet' || !gradingSteps.includes(step)) return undefined;
  const { withoutGrader: engine, because: reason } = outcome;
  if (engine === undefined) return graderAway === undefined ? undefined : { type: 'grader-back' };
  return graderAway === undefined ? { type: 'grader-away', since: clock.now(), reason, engine } : undefined;
}

/** While the engine is away it is asked ever more rarely, and once more when the session stops waiting for it. */
export function nextLook(session: SessionView, outcomes: readonly StepOutcome[], at: Instant): Instant | undefined {
  const isAway = outcomes.some((outcome) => outcome.kind === 'not-yet' && outcome.withoutGrader !== undefined);
  if (!isAway) return undefined;
  const next = nextGraderTry(session.graderAway ?? { since: at }, at);
  return session.status === 'grading' ? instant(Math.min(next, putOffAt(session))) : next;
}
