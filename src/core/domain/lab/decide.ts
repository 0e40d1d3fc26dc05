import { type Instant, instant, ok, type Result, reject } from '../../kernel/index.ts';
import { evolveLab } from './evolve.ts';
import type { LabEvent, LabRecord } from './lab.ts';
import { isPresent, type LabAction, type LabOrder, type LabStatus, labCan, labMayBecome } from './lifecycle.ts';

export type LabRejection =
  | { readonly code: 'lab.wrong-state'; readonly status: LabStatus; readonly order: LabOrder }
  | { readonly code: 'lab.busy'; readonly action: LabAction }
  | { readonly code: 'lab.in-session'; readonly sessionId: string }
  | { readonly code: 'lab.bound-elsewhere'; readonly sessionId: string }
  | { readonly code: 'lab.no-action' }
  | { readonly code: 'lab.no-failure' }
  | { readonly code: 'lab.no-orphan' }
  | { readonly code: 'lab.nothing-kept' }
  | { readonly code: 'lab.too-many-people'; readonly most: number }
  | { readonly code: 'lab.not-assigned'; readonly personId: string }
  | { readonly code: 'lab.not-yours' }
  | { readonly code: 'lab.not-warm' }
  | { readonly code: 'lab.ports-settled' };

export type LabDecision = Result<LabEvent[], LabRejection>;

/** An action in which nothing moves for so long has failed. Nodes boot one by one, and some take their time. */
export const patienceMs: Readonly<Record<LabAction, number>> = {
  import: 180_000,
  start: 1_200_000,
  stop: 180_000,
  wipe: 180_000,
  delete: 180_000,
  archive: 180_000,
  'settle-ports': 180_000,
};

export function deadlineOf(action: LabAction, at: Instant): Instant {
  return instant(at + patienceMs[action]);
}

export interface Asked {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

/** Asks for an action. Asking for what is under way is fine; a lab that a session has is that session's. */
export function askLab(lab: LabRecord, action: LabAction, asked: Asked): LabDecision {
  if (lab.pending !== undefined) return lab.pending.action === action ? ok([]) : busy(lab.pending.action);
  const refused = refusalOf(lab, action);
  if (refused !== undefined) return refused;
  const end = endOf[action];
  // Without a lab there is nothing to do on a host.
  if (lab.status === 'orphaned' && end !== undefined) return ok(moved(lab, end, asked));
  return ok(requested(lab, action, asked));
}

/** Whether its import failed before CML told of a lab: as far as anybody knows there is none. */
export function isUnmade(lab: Pick<LabRecord, 'status' | 'cmlLabId' | 'pending'>): boolean {
  return lab.status === 'error' && lab.cmlLabId === undefined && lab.pending === undefined;
}

/**
 * Closes the record of a lab that was never made, where nobody can look on its host. Should the answer of its import have
 * been lost, its lab is found like any other once the host is back.
 */
export function closeUnmade(lab: LabRecord, asked: Asked): LabDecision {
  return isUnmade(lab) ? ok(moved(lab, 'deleted', asked)) : askLab(lab, 'delete', asked);
}

const endOf: Partial<Record<LabAction, 'deleted' | 'archived'>> = { delete: 'deleted', archive: 'archived' };

function refusalOf(lab: LabRecord, action: LabAction): LabDecision | undefined {
  // Settling its ports gives the session what it was promised.
  if (lab.session !== undefined && action !== 'settle-ports')
    return reject({ code: 'lab.in-session', sessionId: lab.session.id });
  const isAgain = action !== 'import' || lab.cmlLabId === undefined;
  if (!labCan(action, lab) || !isAgain) return wrongLabState(lab, action);
  return action === 'archive' && isLost(lab) ? reject({ code: 'lab.nothing-kept' }) : undefined;
}

function isLost({ status, topologyKey }: LabRecord): boolean {
  return status === 'orphaned' && topologyKey === undefined;
}

function requested(lab: LabRecord, action: LabAction, asked: Asked): LabEvent[] {
  const deadline = deadlineOf(action, asked.at);
  const status = action === 'import' ? moved(lab, 'importing', asked) : [];
  return [{ type: 'LabActionRequested', action, deadline, ...asked }, ...status];
}

/** Once more what failed the last time. */
export function retryLab(lab: LabRecord, asked: Asked): LabDecision {
  if (lab.pending !== undefined) return ok([]);
  return lab.failure === undefined ? reject({ code: 'lab.no-failure' }) : askLab(lab, lab.failure.action, asked);
}

/** Whether there is something to copy. */
export function mayClone(lab: LabRecord): LabDecision {
  return labCan('clone', lab) && lab.cmlLabId !== undefined ? ok([]) : wrongLabState(lab, 'clone');
}

export const orphanKinds = ['no-lab', 'no-session'] as const;
export type OrphanKind = (typeof orphanKinds)[number];

type Orphan = Pick<LabRecord, 'status' | 'session' | 'madeFor'>;

/** A record whose lab is gone, or a lab of ours whose session is: what should not be, and nobody cleans up by itself. */
export function orphanOf(lab: Orphan): OrphanKind | undefined {
  if (lab.status === 'orphaned') return 'no-lab';
  return isPresent(lab) && lab.madeFor !== undefined && lab.session === undefined ? 'no-session' : undefined;
}

/** Ends an orphan: the record is closed, or its lab deleted. */
export function disposeOrphan(lab: LabRecord, asked: Asked): LabDecision {
  return orphanOf(lab) === undefined ? reject({ code: 'lab.no-orphan' }) : askLab(lab, 'delete', asked);
}

export function wrongLabState({ status }: Pick<LabRecord, 'status'>, order: LabOrder): LabDecision {
  return reject({ code: 'lab.wrong-state', status, order });
}

function busy(action: LabAction): LabDecision {
  return reject({ code: 'lab.busy', action });
}

/** The move, if it is one and the lifecycle has it. */
export function moved(
  lab: LabRecord,
  to: LabStatus,
  { reason, by, at }: { readonly reason: string; readonly by?: string | undefined; readonly at: Instant },
): LabEvent[] {
  if (lab.status === to || !labMayBecome(lab.status, to)) return [];
  return [{ type: 'LabStatusChanged', to, reason, ...(by !== undefined && { by }), at }];
}

/** Decisions of which each sees what the ones before made of the lab. */
export function inOrder(lab: LabRecord, ...decisions: readonly ((lab: LabRecord) => LabEvent[])[]): LabEvent[] {
  const events: LabEvent[] = [];
  let now = lab;
  for (const decide of decisions) {
    const next = decide(now);
    now = next.reduce(evolveLab, now);
    events.push(...next);
  }
  return events;
}
