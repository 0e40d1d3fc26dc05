import type { SessionView } from '@lcm/core/contracts/session';
import { type bulkSessionActions, ChangedSessions, ChangeSessions } from '@lcm/core/contracts/session-wish';
import type { SessionId } from '@lcm/core/domain/session';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { denialOf } from '../../application/denial.ts';
import { type Caller, defineCommand, type Rejection, type Written } from '../../application/operation.ts';
import type { WishDeps } from '../../application/wishing.ts';
import { extendSession } from './extend-session.ts';
import { endDelivery, pauseDelivery, resumeDelivery } from './order-delivery.ts';
import { requeueSession } from './requeue-session.ts';
import { terminateSession } from './terminate-session.ts';

type Action = (typeof bulkSessionActions)[number];

const commands = {
  extend: extendSession,
  requeue: requeueSession,
  pause: pauseDelivery,
  resume: resumeDelivery,
  end: endDelivery,
  terminate: terminateSession,
} as const satisfies Record<Action, unknown>;

const done = {
  requeue: 'looks for another place',
  pause: 'is paused',
  resume: 'goes on',
  end: 'is collected and graded',
  terminate: 'ends',
} as const satisfies Record<Exclude<Action, 'extend'>, string>;

type Answer = ChangedSessions['items'][number];
type Taken = Result<Written<SessionView>, Rejection>;

/** Each as if it were asked alone, and audited so: one that is refused keeps no other from it. */
export const changeSessions = defineCommand({
  name: 'ChangeSessions',
  summary: 'Extend, requeue, pause, resume, end or terminate many sessions; the answer says what became of each',
  // Whose sessions they are is looked at one by one; whoever may not give the order at all is told so at once.
  allow: 'session:own',
  input: ChangeSessions,
  output: ChangedSessions,
  async handle({ sessionIds, ...order }, caller, deps: WishDeps) {
    const denied = denialOf(caller.actor, commands[order.action].allow);
    if (denied !== undefined) return reject(denied);
    if (order.action === 'extend' && order.minutes === undefined)
      return reject({ code: 'session.no-minutes', message: 'An extension needs the minutes that it shall give.' });
    // All at once: each may wait for the scheduler, which answers them together.
    const items = await Promise.all(
      [...new Set(sessionIds)].map(async (sessionId) =>
        answerOf(sessionId, order.action, await give({ ...order, sessionId }, caller, deps)),
      ),
    );
    return ok({ output: { items }, position: deps.views.position });
  },
});

async function give(
  { sessionId, action, minutes = 0, reason }: Omit<ChangeSessions, 'sessionIds'> & { readonly sessionId: SessionId },
  caller: Caller,
  deps: WishDeps,
): Promise<Taken> {
  if (action === 'extend') return extendSession.handle({ sessionId, minutes, reason }, caller, deps);
  return commands[action].handle({ sessionId, reason }, caller, deps);
}

function answerOf(sessionId: SessionId, action: Action, taken: Taken): Answer {
  if (!taken.ok) {
    const { code, message } = taken.rejection;
    return { sessionId, done: false, code, message };
  }
  const { output, isOpen = false } = taken.value;
  if (action !== 'extend') return { sessionId, done: true, message: done[action] };
  return { sessionId, done: true, message: isOpen ? 'asked; the scheduler has yet to answer' : grantedTo(output) };
}

function grantedTo({ wishAnswer }: SessionView): string {
  return wishAnswer?.summary ?? 'extended';
}
