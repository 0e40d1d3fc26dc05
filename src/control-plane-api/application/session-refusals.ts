import type { SessionAction, SessionRejection, WishRejection } from '@lcm/core/domain/session';
import { toIso, unreachable } from '@lcm/core/kernel';

/** What a session refuses, in words that tell a person what to do about it. */
export function sessionWords(rejection: SessionRejection | WishRejection): string {
  switch (rejection.code) {
    case 'session.wrong-state':
      return `A session that is ${rejection.status} cannot ${sessionVerbs[rejection.action]}.`;
    case 'session.reservation-refused':
      return 'The session has closed itself to this reservation.';
    case 'session.other-pipeline':
      return `The session is ${rejection.status} by now; this step is not part of that.`;
    case 'session.too-long':
      return `A session of this definition lasts ${rejection.maxDurationMinutes} minutes at most.`;
    case 'session.not-longer':
      return `It lasts until ${toIso(rejection.end)} already.`;
    case 'session.preparing':
      return `Its lab is prepared since ${toIso(rejection.from)}; it stays where and when it is.`;
    case 'session.no-such-wish':
      return 'Nobody wants this of the session any more.';
    case 'session.lab-away':
      return `Its lab is brought back already: ${rejection.reason}.`;
    default:
      return stepWords(rejection);
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

const sessionVerbs = {
  schedule: 'be scheduled',
  instantiate: 'be brought up',
  launch: 'be launched yet',
  end: 'be ended yet',
  terminate: 'be terminated any more',
  leaveHost: 'be taken from its host',
  extend: 'be extended',
  move: 'be moved',
  requeue: 'be placed anew',
  reset: 'be reset',
  restart: 'be restarted yet',
  replace: 'be given another host',
  retryStep: 'have a step tried again or skipped',
} as const satisfies Record<SessionAction, string>;
