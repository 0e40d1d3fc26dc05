import type { LabRejection } from '@lcm/core/domain/lab';
import { unreachable } from '@lcm/core/kernel';

/** What a lab record refuses, in words that tell a person what to do about it. */
export function labMessage(rejection: LabRejection): string {
  switch (rejection.code) {
    case 'lab.wrong-state':
      return `A lab that is ${rejection.status} cannot ${orders[rejection.order]}.`;
    case 'lab.busy':
      return `Another action (${rejection.action}) is under way on this lab. Wait for its end.`;
    case 'lab.in-session':
      return `The lab belongs to the session ${rejection.sessionId}. End the session instead.`;
    case 'lab.bound-elsewhere':
      return `The lab serves the session ${rejection.sessionId}; it serves one at a time.`;
    case 'lab.no-action':
      return 'Nothing is asked of this lab any more.';
    case 'lab.no-failure':
      return 'Nothing has failed on this lab that could be tried again.';
    case 'lab.no-orphan':
      return 'This is no orphan: its lab is there, and is nobody’s leavings.';
    case 'lab.nothing-kept':
      return 'The lab is gone and no topology of it was kept: there is nothing to archive.';
    case 'lab.too-many-people':
      return `A lab is assigned to ${rejection.most} people at most. Take it back from somebody first.`;
    case 'lab.not-assigned':
      return `The lab is not assigned to ${rejection.personId}.`;
    case 'lab.not-yours':
      return 'The lab is assigned to you to look at, not to start or stop.';
    case 'lab.not-warm':
      return 'The lab is not one that waits for a session.';
    case 'lab.ports-settled':
      return 'The lab holds no port that was promised to somebody else or to nobody: there is nothing to settle.';
    default:
      return unreachable(rejection);
  }
}

const orders = {
  import: 'be imported again',
  start: 'be started',
  stop: 'be stopped',
  wipe: 'be wiped; stop it first',
  delete: 'be deleted',
  archive: 'be archived',
  'settle-ports': 'have its ports settled',
  clone: 'be cloned',
  assign: 'be assigned',
} as const;
