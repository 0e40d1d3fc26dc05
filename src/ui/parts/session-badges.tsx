import type { VNode } from 'preact';
import { interruptionOf } from '../lib/interruption.ts';
import type { Session } from '../lib/views.ts';
import { Badge, OutcomeBadge, SessionBadge } from './status-badge.tsx';

/** How a session is: its state, what keeps people from working in it, what became of it, and whether it goes before others. */
export function SessionBadges({ session }: { readonly session: Session }): VNode {
  const { status, outcome, priority = 'normal' } = session;
  const away = interruptionOf(session);
  const isFirst = priority === 'high' && status === 'pending';
  return (
    <>
      <SessionBadge status={status} /> {away !== undefined && <Badge tone={away.tone} text={away.text} />}
      {isFirst && <Badge tone="warn" text="High priority" />}
      {outcome !== undefined && outcome.result !== status && <OutcomeBadge status={outcome.result} />}
    </>
  );
}
