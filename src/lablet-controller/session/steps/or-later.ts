import type { SessionView } from '@lcm/core/contracts/session';
import { pipelines } from '@lcm/core/domain/session';
import { type Instant, instant } from '@lcm/core/kernel';
import type { StepDeps, StepOutcome } from '../step-handler.ts';

/** So long a session keeps its lab, and its host from the next one, for an engine outside. */
const patienceMs = 120_000;

/** From then on its grading is put off. */
export function putOffAt({ statusSince }: Pick<SessionView, 'statusSince'>): Instant {
  return instant(statusSince + patienceMs);
}

/** The outcome of a grading outside; one that does not come soon, or came to nothing for the last time, is put off. */
export function orLater(
  outcome: StepOutcome,
  session: Pick<SessionView, 'statusSince' | 'progress'>,
  { clock }: Pick<StepDeps, 'clock'>,
): StepOutcome {
  if (outcome.kind !== 'not-yet' && outcome.kind !== 'failed') return outcome;
  const isLast = outcome.kind === 'failed' && isLastAttempt(session);
  if (!isLast && clock.now() < putOffAt(session)) return outcome;
  return { kind: 'deferred', message: outcome.kind === 'failed' ? outcome.message : outcome.because };
}

function isLastAttempt({ progress }: Pick<SessionView, 'progress'>): boolean {
  const { attempts = 1 } = progress.grade?.['evaluate'] ?? {};
  return attempts >= pipelines.grade.evaluate.attempts;
}
