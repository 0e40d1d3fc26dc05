import { type Instant, ok, reject, unreachable } from '../../kernel/index.ts';
import { deadlineOf, inOrder, type LabDecision, moved } from './decide.ts';
import type { LabEvent, LabRecord } from './lab.ts';
import type { LabReport } from './lab-report.ts';
import type { LabStatus } from './lifecycle.ts';
import { inState, statusOf } from './seen.ts';

type OfAction = Extract<LabReport, { type: 'acting' | 'action-done' | 'action-failed' }>;

/** How far what was asked of a lab has come. */
export function reportOfAction(lab: LabRecord, seen: OfAction, at: Instant): LabDecision {
  const { pending } = lab;
  if (pending === undefined) return reject({ code: 'lab.no-action' });
  const { action, by } = pending;
  const why = { by, at };
  switch (seen.type) {
    case 'acting': {
      const { status, message: reason } = seen;
      const move = (now: LabRecord): LabEvent[] => moved(now, status ?? now.status, { ...why, reason });
      return ok(inOrder(lab, (now) => [...inState(now, seen, at), ...progress(now, seen, at)], move));
    }
    case 'action-done': {
      const to = seen.status === 'defined' ? statusOf(lab, 'defined') : seen.status;
      const done: LabEvent[] = [...inState(lab, seen, at), { type: 'LabActionCompleted', action, at }];
      return ok([...done, ...moved(lab, to, { ...why, reason: seen.message })]);
    }
    case 'action-failed':
      return ok([...inState(lab, seen, at), ...failed(lab, seen, at)]);
    default:
      return unreachable(seen);
  }
}

function progress(lab: LabRecord, seen: Extract<LabReport, { type: 'acting' }>, at: Instant): LabEvent[] {
  const { pending } = lab;
  const { message, cmlLabId, topologyKey } = seen;
  if (pending === undefined || pending.message === message) return [];
  const deadline = deadlineOf(pending.action, at);
  const kept = { ...(cmlLabId !== undefined && { cmlLabId }), ...(topologyKey !== undefined && { topologyKey }) };
  return [{ type: 'LabActionProgressed', message, deadline, ...kept, at }];
}

const unfinished: readonly LabStatus[] = ['importing', 'starting', 'queued', 'stopping', 'wiping', 'deleting'];

/** It is where it is seen; what cannot be seen and was on its way is in trouble. */
function failed(lab: LabRecord, seen: Extract<LabReport, { type: 'action-failed' }>, at: Instant): LabEvent[] {
  const { pending } = lab;
  if (pending === undefined) return [];
  const { reason, sighting } = seen;
  const to = sighting === undefined ? lostStatus(lab) : statusOf(lab, sighting);
  return [{ type: 'LabActionFailed', action: pending.action, reason, at }, ...moved(lab, to, { reason, at })];
}

function lostStatus({ status }: LabRecord): LabStatus {
  return unfinished.includes(status) ? 'error' : status;
}
