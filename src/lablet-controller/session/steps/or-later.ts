import type { SessionView } from '@lcm/core/contracts/session';
import { stepsOf } from '@lcm/core/domain/session';
import type { StepDeps, StepOutcome } from '../step-handler.ts';

/** So long a session keeps its lab, and its host from the next one, for an engine outside. */
const patienceMs = 120_000;

/** The outcome of a grading outside; one that does not come soon, or came to nothing for the last time, is put off. */
export function orLater(
  outcome: StepOutcome,
  { statusSince, progress }: Pick<SessionView, 'statusSince' | 'progress'>,
  { clock }: Pick<StepDeps, 'clock'>,
): StepOutcome {
  if (outcome.kind !== 'not-yet' && outcome.kind !== 'failed') return outcome;
  const { attempts = 1 } = progress.grade?.['evaluate'] ?? {};
  const isLast = outcome.kind === 'failed' && attempts >= (stepsOf('grade')['evaluate']?.attempts ?? 1);
  const isTooLong = clock.now() - statusSince >= patienceMs;
  if (!isLast && !isTooLong) return outcome;
  return { kind: 'deferred', message: outcome.kind === 'failed' ? outcome.message : outcome.because };
}
