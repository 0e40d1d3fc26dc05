import type { SessionStatus } from '@lcm/core/domain/session';
import type { Session } from './views.ts';

const phases = [
  'pending',
  'scheduled',
  'instantiating',
  'ready',
  'running',
  'collecting',
  'grading',
  'stopping',
  'archived',
] as const satisfies readonly SessionStatus[];

export interface Phase {
  readonly status: (typeof phases)[number];
  /** `skipped`: it is past it and was never in it. */
  readonly state: 'done' | 'current' | 'waiting' | 'skipped';
}

function wasUp({ status, readyAt, startedAt }: Session): boolean {
  return status === 'running' || readyAt !== undefined || startedAt !== undefined;
}

/** What shows that it was in a phase; the others lie on every way. */
const traces: Partial<Record<Phase['status'], (session: Session) => boolean>> = {
  instantiating: (session) => session.progress.instantiate !== undefined || wasUp(session),
  ready: wasUp,
  running: ({ startedAt }) => startedAt !== undefined,
  collecting: ({ progress }) => progress.collect !== undefined || progress.grade !== undefined,
  grading: ({ progress }) => progress.grade !== undefined,
};

function stateOf(session: Session, status: Phase['status'], away: number): Phase['state'] {
  if (away > 0) return 'waiting';
  if (away === 0) return 'current';
  return traces[status]?.(session) === false ? 'skipped' : 'done';
}

/** The way of a session to its archive, as far as it came; none for what ended before it had a place. */
export function phasesOf(session: Session): readonly Phase[] {
  const shown: readonly SessionStatus[] = phases;
  const current = shown.indexOf(session.status === 'stopped' ? 'stopping' : session.status);
  if (current === -1) return [];
  return phases.map((status, index) => ({ status, state: stateOf(session, status, index - current) }));
}
