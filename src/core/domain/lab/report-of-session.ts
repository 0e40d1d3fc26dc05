import { type Instant, ok, reject, unreachable } from '../../kernel/index.ts';
import type { SessionId } from '../session/session-id.ts';
import { inOrder, type LabDecision, moved } from './decide.ts';
import type { LabEvent, LabRecord } from './lab.ts';
import type { SessionLab } from './lab-report.ts';
import { isUp } from './lifecycle.ts';
import { revised, unbound } from './seen.ts';

/** A lab follows the session that has it; one at a time does. */
export function reportOfSession(lab: LabRecord, seen: SessionLab, at: Instant): LabDecision {
  const { sessionId, phase } = seen;
  if (lab.session !== undefined && lab.session.id !== sessionId) {
    return reject({ code: 'lab.bound-elsewhere', sessionId: lab.session.id });
  }
  const isOver = phase === 'deleted' || phase === 'ended';
  if (lab.session === undefined && (isOver || wasReleased(lab, sessionId))) return ok(over(lab, seen, at));
  return ok(
    inOrder(
      lab,
      (now) => revised(now, now.revisions.length === 0 ? seen.revision : undefined, at),
      (now) => (now.session === undefined ? bind(seen, at) : []),
      (now) => (isOver || now.session?.phase === phase ? [] : [{ type: 'LabSessionMoved', sessionId, phase, at }]),
      (now) => (lab.session?.phase === phase ? [] : afterPhase(now, seen, at)),
      (now) => (isOver ? unbound(now, overWords[phase], at) : []),
    ),
  );
}

/** What was asked of it meanwhile has nothing left to be done to. */
function dropped({ pending }: LabRecord, at: Instant): LabEvent[] {
  if (pending === undefined) return [];
  return [{ type: 'LabActionFailed', action: pending.action, reason: overWords.deleted, at }];
}

function wasReleased({ bindings }: LabRecord, sessionId: SessionId): boolean {
  return bindings.some((binding) => binding.sessionId === sessionId && binding.releasedAt !== undefined);
}

/** A session that has ended says for the last time what became of its lab. */
function over(lab: LabRecord, seen: SessionLab, at: Instant): LabEvent[] {
  return seen.phase === 'deleted' ? afterPhase(lab, seen, at) : [];
}

function bind({ sessionId, basedOn, revision }: SessionLab, at: Instant): LabEvent[] {
  return [{ type: 'LabBound', sessionId, basedOn, topologyKey: revision?.topologyKey, at }];
}

const overWords = { deleted: 'its session has deleted it', ended: 'its session has ended' } as const;

function afterPhase(lab: LabRecord, { phase, sessionId: by }: SessionLab, at: Instant): LabEvent[] {
  switch (phase) {
    case 'imported':
      return lab.status === 'discovered'
        ? moved(lab, 'defined', { reason: 'its session has imported it', by, at })
        : [];
    case 'up':
      return isUp(lab) ? [] : moved(lab, 'booted', { reason: 'its session has started it', by, at });
    case 'down': {
      // Of one that is only now known it was not seen that it ran.
      const ran = isUp(lab) || lab.status === 'discovered';
      return ran ? moved(lab, 'stopped', { reason: 'its session has stopped it', by, at }) : [];
    }
    case 'deleted':
      return [...dropped(lab, at), ...moved(lab, 'deleted', { reason: overWords.deleted, by, at })];
    case 'ended':
      return [];
    default:
      return unreachable(phase);
  }
}
