import { type Instant, instant } from '../../../kernel/index.ts';
import { currentPipeline, isSettled, type Session } from '../../session/index.ts';
import type { Concern, ConcernSource } from '../concern.ts';

type Of = Pick<Concern, 'cause' | 'title' | 'detail' | 'priority' | 'from' | 'until'>;

function about({ id, name }: Session, concern: Of): Concern {
  return { ...concern, subject: { kind: 'session', id, name } };
}

export const sessionFailed: ConcernSource<'session'> = (session, { failureKeptMs }) => {
  if (session.outcome?.result !== 'failed' && session.status !== 'failed') return undefined;
  const from: Instant = session.endedAt ?? session.statusSince;
  return about(session, {
    cause: 'session.failed',
    from,
    until: instant(from + failureKeptMs),
    title: `The session ${session.name} failed`,
    detail: session.outcome?.reason ?? session.reason,
    priority: 'high',
  });
};

/** It is over, what was done in it is kept, and no engine could make a score of it. */
export const sessionUngraded: ConcernSource<'session'> = (session, { failureKeptMs }) => {
  const { regradeFailure, score, endedAt, statusSince } = session;
  if (regradeFailure === undefined || score !== undefined || session.status !== 'archived') return undefined;
  return about(session, {
    cause: 'session.ungraded',
    from: statusSince,
    until: instant((endedAt ?? statusSince) + failureKeptMs),
    title: `${session.name} could not be graded`,
    detail: `${regradeFailure}\nIts evidence is kept: regrade it once that is mended.`,
    priority: 'high',
  });
};

export const sessionCleanUp: ConcernSource<'session'> = (session, { cleanUpMs }) => {
  if (session.status !== 'stopping') return undefined;
  return about(session, {
    cause: 'session.clean-up',
    from: instant(session.statusSince + cleanUpMs),
    title: `The clean-up of ${session.name} does not end`,
    detail: unsettled(session),
    priority: 'high',
  });
};

function unsettled(session: Session): string {
  const steps = Object.entries(session.progress[currentPipeline(session) ?? 'teardown'] ?? {});
  const left = steps.filter(([, step]) => !isSettled(step)).map(([name, { message }]) => `${name}: ${message}`);
  return left.length === 0 ? 'No step of it has begun.' : left.join('\n');
}

const beforeReady: readonly Session['status'][] = ['pending', 'scheduled', 'instantiating'];

export const sessionLate: ConcernSource<'session'> = (session) => {
  const start = session.timeslot?.start ?? session.wanted.start;
  if (start === undefined || !beforeReady.includes(session.status)) return undefined;
  const { verdict } = session;
  return about(session, {
    cause: 'session.late',
    from: start,
    title: `${session.name} is not ready at its start`,
    detail: session.status === 'pending' && verdict !== undefined ? verdict.summary : session.reason,
    priority: 'urgent',
  });
};
