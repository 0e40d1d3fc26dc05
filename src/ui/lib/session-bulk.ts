import type { Actor } from '@lcm/core/domain/access';
import { unreachable } from '@lcm/core/kernel';
import type { Api } from './api.ts';
import { type BulkPlan, type BulkRunner, byRequest, planFor, toldOf } from './bulk.ts';
import { deliveryOrdersFor, deliveryOrderWords, whyNotOrder } from './delivery.ts';
import { formatTime, plural } from './format.ts';
import { whyNotExtend, whyNotReplace, whyNotTerminate } from './permissions.ts';
import { minutesAllowed, whyNotMinutes } from './session-wish.ts';
import type { Session } from './views.ts';

const worksOnIt: readonly Session['status'][] = ['running', 'collecting', 'grading'];

/** What ending it now means, by how far it has come. */
export function endOf({ status }: Pick<Session, 'status'>): string {
  if (status === 'pending') return 'It has no place yet; nothing needs to be given back.';
  if (status === 'scheduled') return 'Its place on the worker is given back.';
  if (worksOnIt.includes(status)) {
    return 'The candidate is cut off. Evidence that is not collected yet is lost, and the lab is wiped and deleted.';
  }
  return 'Its lab is wiped and deleted, and its place on the worker is given back.';
}

export const bulkActions = ['extend', 'requeue', 'pause', 'resume', 'end', 'terminate'] as const;
export type BulkAction = (typeof bulkActions)[number];

/** What can be done to many sessions at once. */
export const bulkOrders = {
  extend: { label: 'Extend', danger: false },
  requeue: { label: 'Requeue', danger: false },
  pause: deliveryOrderWords.pause,
  resume: deliveryOrderWords.resume,
  end: deliveryOrderWords.end,
  terminate: { label: 'Terminate', danger: true },
} as const satisfies Record<BulkAction, { label: string; danger: boolean }>;

type OfDelivery = Extract<BulkAction, 'pause' | 'resume' | 'end'>;

function isOfDelivery(action: BulkAction): action is OfDelivery {
  return action === 'pause' || action === 'resume' || action === 'end';
}

export interface Viewer {
  readonly actor: Actor;
  readonly now: number;
}

/** Why an order is not for this session, or not for this viewer. */
export function whyNotBulk({ actor, now }: Viewer, action: BulkAction, session: Session): string | undefined {
  if (action === 'terminate') return whyNotTerminate(actor, session);
  if (action === 'requeue') return whyNotReplace(actor, 'requeue', { session, now });
  if (isOfDelivery(action)) return whyNotOrder(actor, action, session) ?? whyNotDelivered(action, session);
  return whyNotExtend(actor, session) ?? whyNotMinutes(session, 1);
}

function whyNotDelivered(action: OfDelivery, session: Session): string | undefined {
  if (session.delivery === undefined) return 'No delivery system has it';
  if (deliveryOrdersFor(session).includes(action)) return undefined;
  return action === 'pause' ? 'It is paused already' : 'It is not paused';
}

/** What it means for one, by how far it has come. */
function impactOf(action: BulkAction, session: Session, now: number): string {
  if (action === 'terminate') return endOf(session);
  if (isOfDelivery(action)) return deliveryOrderWords[action].consequence;
  const { placement, timeslot } = session;
  if (action === 'requeue') return `Gives back its place on ${placement?.workerName ?? 'its worker'}.`;
  const allowed = minutesAllowed(session);
  const ends = timeslot === undefined ? 'It ends later' : `Ends ${formatTime(Date.parse(timeslot.end), now)}`;
  return allowed === undefined ? `${ends}.` : `${ends}; its definition allows ${allowed} min more.`;
}

/** Which of the chosen sessions an order is for, what it means there, and why it is not for the others. */
export function planBulk(viewer: Viewer, action: BulkAction, sessions: readonly Session[]): BulkPlan<Session> {
  return planFor(sessions, {
    whyNot: (session) => whyNotBulk(viewer, action, session),
    impactOn: (session) => impactOf(action, session, viewer.now),
  });
}

/** What the order means for all of them. */
export function consequenceOf(action: BulkAction, sessions: readonly Session[]): string {
  switch (action) {
    case 'terminate':
      return endOfAll(sessions);
    case 'requeue':
      return (
        'each gives back its place and is placed anew by the calendar as it is now. What was booked as soon as possible ' +
        'may get another time, and one for which there is no place any more waits.'
      );
    case 'extend':
      return (
        'each keeps its place and gets so many minutes more where its definition and the calendar of its worker allow ' +
        'it. Nobody is moved for it; one that is refused stays as it is and says until when it could stay.'
      );
    case 'pause':
    case 'resume':
    case 'end':
      return `for each: ${deliveryOrderWords[action].consequence}`;
    default:
      return unreachable(action);
  }
}

export interface BulkInput {
  readonly reason: string;
  readonly minutes: number;
}

/** What is still missing for an order. */
export function bulkFaultOf(action: BulkAction, { reason, minutes }: BulkInput): string | undefined {
  if (action === 'terminate' && reason.trim() === '') return 'Say why: whoever works on them is cut off';
  const isWhole = Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440;
  return action === 'extend' && !isWhole ? 'By a whole number of minutes, 1440 at most' : undefined;
}

/** Gives the order to all of them in as few requests as it takes; one that is refused keeps no other from it. */
export function sessionRunner(
  api: Pick<Api, 'changeSessions'>,
  action: BulkAction,
  inputOf: () => BulkInput,
): BulkRunner<Session> {
  return byRequest(async (ids) => {
    const { reason, minutes } = inputOf();
    const order = { action, reason, ...(action === 'extend' && { minutes }) };
    const items = await api.changeSessions(ids, order);
    return items.map(({ sessionId, done, message }) => toldOf(sessionId, done, message));
  });
}

/** What ending all of these means, the worst first: who is cut off, what is destroyed, what becomes free. */
export function endOfAll(sessions: readonly Pick<Session, 'status'>[]): string {
  const cutOff = sessions.filter(({ status }) => worksOnIt.includes(status)).length;
  const booked = sessions.filter(({ status }) => status === 'pending' || status === 'scheduled').length;
  const prepared = sessions.length - cutOff - booked;
  const parts = [
    ...(cutOff === 0
      ? []
      : [`${plural(cutOff, 'candidate is', 'candidates are')} cut off in the middle of their work`]),
    ...(prepared === 0 ? [] : [`${plural(prepared, 'prepared lab is', 'prepared labs are')} wiped and deleted`]),
    ...(booked === 0 ? [] : [`${plural(booked, 'booking')} not begun yet ${booked === 1 ? 'is' : 'are'} given up`]),
  ];
  return `${parts.join('; ')}. This cannot be undone.`;
}
