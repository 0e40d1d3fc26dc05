/**
 * The whole lifecycle of a session, as data. From `instantiating` on something may exist on a worker, in LDS or in the
 * grader, so every way on leads through `stopping`, and only a confirmed clean-up leaves that. Back to `pending` goes who
 * loses its place before anything was made there.
 */
export const sessionTransitions = {
  pending: ['scheduled', 'terminated', 'expired', 'failed'],
  scheduled: ['instantiating', 'stopping', 'pending'],
  instantiating: ['ready', 'stopping', 'pending'],
  ready: ['running', 'stopping'],
  running: ['collecting', 'stopping'],
  collecting: ['grading', 'stopping'],
  grading: ['stopping'],
  stopping: ['stopped'],
  stopped: ['archived'],
  archived: [],
  terminated: [],
  expired: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type SessionStatus = keyof typeof sessionTransitions;

export const finalSessionStatuses = ['archived', 'terminated', 'expired', 'failed'] as const;

export const outcomes = ['completed', 'terminated', 'expired', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

const allowedIn = {
  schedule: ['pending'],
  instantiate: ['scheduled'],
  launch: ['ready', 'running'],
  end: ['running'],
  pauseDelivery: ['ready', 'running'],
  resumeDelivery: ['ready', 'running'],
  endDelivery: ['running'],
  archiveDelivery: ['archived'],
  terminate: ['pending', 'scheduled', 'instantiating', 'ready', 'running', 'collecting', 'grading'],
  regrade: ['archived'],
  reread: ['running'],
  submitScore: ['archived'],
  lockScore: ['archived'],
  leaveHost: ['scheduled', 'instantiating', 'ready', 'running'],
  extend: ['scheduled', 'instantiating', 'ready', 'running'],
  move: ['scheduled'],
  requeue: ['scheduled'],
  reset: ['ready', 'running'],
  restart: ['stopping', 'stopped', 'archived'],
  replace: ['instantiating', 'ready', 'running'],
  retryStep: ['instantiating', 'ready', 'running', 'collecting', 'grading', 'stopping'],
  handOut: ['pending', 'scheduled'],
  giveFeedback: ['collecting', 'grading', 'stopping', 'stopped', 'archived'],
} as const satisfies Record<string, readonly SessionStatus[]>;

export type SessionAction = keyof typeof allowedIn;

export function sessionCan(action: SessionAction, session: { readonly status: SessionStatus }): boolean {
  const statuses: readonly SessionStatus[] = allowedIn[action];
  return statuses.includes(session.status);
}

export function isFinal(session: { readonly status: SessionStatus }): boolean {
  return finalSessionStatuses.some((status) => status === session.status);
}

/** Whoever begins to look on is told of sessions that ended within so many milliseconds; lists have the older ones. */
export const endedSessionsTold = 7 * 24 * 3_600_000;
