import type { SessionAction, SessionRejection, WishRejection } from '@lcm/core/domain/session';
import { toIso, unreachable } from '@lcm/core/kernel';

/** What a session refuses, in words that tell a person what to do about it. */
export function sessionWords(rejection: SessionRejection | WishRejection): string {
  switch (rejection.code) {
    case 'session.wrong-state':
      return `A session that is ${rejection.status} cannot ${sessionVerbs[rejection.action]}.`;
    case 'session.score-locked':
    case 'session.regrade-under-way':
    case 'session.no-evidence':
    case 'session.no-score':
    case 'session.too-many-gradings':
      return ofGrading(rejection);
    case 'session.reservation-refused':
      return 'The session has closed itself to this reservation.';
    case 'session.other-pipeline':
      return `The session is ${rejection.status} by now; this step is not part of that.`;
    case 'session.no-delivery':
      return 'It has no delivery session.';
    case 'session.not-paused':
      return 'It is not paused.';
    case 'session.not-begun':
      return 'Nobody began this session: there is nothing to say about it.';
    case 'session.not-owner':
      return 'Only whoever had the session says how it was.';
    case 'session.too-long':
      return `A session of this definition lasts ${rejection.maxDurationMinutes} minutes at most.`;
    case 'session.not-longer':
      return `It lasts until ${toIso(rejection.end)} already.`;
    case 'session.preparing':
      return `Its lab is prepared since ${toIso(rejection.from)}; it stays where and when it is.`;
    case 'session.handed-out':
      return `It is ${rejection.ownerId}’s; only seats of a cohort that nobody has yet are handed out.`;
    case 'session.no-such-wish':
      return 'Nobody wants this of the session any more.';
    case 'session.lab-away':
      return `Its lab is brought back already: ${rejection.reason}.`;
    case 'session.no-such-step':
    case 'session.step-not-begun':
    case 'session.step-settled':
    case 'session.step-needed':
      return stepWords(rejection);
    default:
      return unreachable(rejection);
  }
}

type OfStep = Extract<SessionRejection, { step: string }>;

function stepWords({ code, pipeline, step }: OfStep): string {
  switch (code) {
    case 'session.no-such-step':
      return `There is no step ${step} in ${pipeline}.`;
    case 'session.step-not-begun':
      return `${step} has not begun: it waits for the steps before it.`;
    case 'session.step-settled':
      return `${step} is done already.`;
    case 'session.step-needed':
      return `${step} cannot be skipped: the session cannot go on without it.`;
    default:
      return unreachable(code);
  }
}

type OfGrading = Extract<
  SessionRejection,
  { code: `session.${'score-locked' | 'regrade-under-way' | 'no-evidence' | 'no-score' | 'too-many-gradings'}` }
>;

function ofGrading(rejection: OfGrading): string {
  switch (rejection.code) {
    case 'session.score-locked':
      return `Its score was locked by ${rejection.by}: nothing changes it any more.`;
    case 'session.regrade-under-way':
      return `It is being graded already, as ${rejection.by} asked. Wait until that is done.`;
    case 'session.no-evidence':
      return 'Nothing was collected of this session that could be graded.';
    case 'session.no-score':
      return 'This session has no score.';
    case 'session.too-many-gradings':
      return `A session is graded ${rejection.most} times at most.`;
    default:
      return unreachable(rejection);
  }
}

const sessionVerbs = {
  schedule: 'be scheduled',
  instantiate: 'be brought up',
  launch: 'be launched yet',
  end: 'be ended yet',
  pauseDelivery: 'be paused',
  resumeDelivery: 'be resumed',
  endDelivery: 'have its delivery ended',
  archiveDelivery: 'have its delivery archived yet',
  terminate: 'be terminated any more',
  regrade: 'be graded again: it has to be finished',
  reread: 'be read again: its candidate has to be at work',
  submitScore: 'have its score submitted: it has to be finished',
  lockScore: 'have its score locked: it has to be finished',
  leaveHost: 'be taken from its host',
  extend: 'be extended',
  move: 'be moved',
  requeue: 'be placed anew',
  reset: 'be reset',
  restart: 'be restarted yet',
  replace: 'be given another host',
  retryStep: 'have a step tried again or skipped',
  handOut: 'be handed out',
  giveFeedback: 'be told how it was yet',
} as const satisfies Record<SessionAction, string>;
