import { type Actor, whyNot } from '@lcm/core/domain/access';
import {
  type DeliveryOrderKind,
  deliveryActions,
  openDeliveryOrder,
  openPause,
  sessionCan,
} from '@lcm/core/domain/session';
import type { Attention } from './attention.ts';
import { plural } from './format.ts';
import { paths } from './paths.ts';
import type { Session } from './views.ts';

/** What operators can order of a delivery, and what it means. */
export const deliveryOrderWords = {
  pause: {
    label: 'Pause',
    consequence:
      'The candidate cannot go on until it is resumed. The lab stays up, and the time of the session runs on.',
    danger: false,
  },
  resume: { label: 'Resume', consequence: 'The candidate can go on.', danger: false },
  end: {
    label: 'End',
    consequence: 'The candidate’s time ends now. What was done is collected and graded.',
    danger: true,
  },
  archive: { label: 'Archive', consequence: 'The delivery system files it once more.', danger: false },
} as const satisfies Record<DeliveryOrderKind, { label: string; consequence: string; danger: boolean }>;

/** The orders that make sense now: pausing and resuming share one place, and filing is for what is over. */
export function deliveryOrdersFor(session: Session): readonly DeliveryOrderKind[] {
  if (sessionCan('archiveDelivery', session)) return ['archive'];
  return [isPaused(session) ? 'resume' : 'pause', 'end'];
}

function isPaused(session: Session): boolean {
  const open = openDeliveryOrder(session)?.order;
  return open === undefined ? openPause(session) !== undefined : open === 'pause';
}

export function whyNotOrder(actor: Actor, order: DeliveryOrderKind, session: Session): string | undefined {
  const access = whyNot(actor, 'session:all');
  if (access !== undefined) return access;
  if (!sessionCan(deliveryActions[order], session)) return `Not possible while it is ${session.status}`;
  return openDeliveryOrder(session)?.order === order ? 'It is ordered already' : undefined;
}

/** How an order stands, in words without its reason. */
export function orderInWords(session: Session): string | undefined {
  const { deliveryOrder: last } = session;
  if (last === undefined) return undefined;
  const label = deliveryOrderWords[last.order].label;
  if (last.doneAt !== undefined) return `${label}: done`;
  return openDeliveryOrder(session) === undefined
    ? `${label}: the end of the session came before it`
    : `${label}: ordered`;
}

/** Sessions that a delivery system leaves alone, as one thing to look at for each. */
export function deliveryAttention(sessions: readonly Session[]): readonly Attention[] {
  const away = sessions.flatMap((session) => (session.deliveryAway ? [{ session, away: session.deliveryAway }] : []));
  const systems = Map.groupBy(away, ({ away: { deployment } }) => deployment);
  return [...systems].flatMap(([deployment, [first, ...others]]) => {
    if (first === undefined) return [];
    const { session } = first;
    const href = others.length === 0 ? paths.session(session.id) : paths.sessions();
    const without = others.length === 0 ? `${session.name} goes on` : `${plural(others.length + 1, 'session')} go on`;
    return [
      {
        id: `delivery ${deployment}`,
        title: `Delivery system ${deployment}`,
        why: `${without} without it: ${first.away.reason}`,
        href,
        severity: 'danger' as const,
      },
    ];
  });
}
