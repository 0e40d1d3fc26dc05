import { type Instant, unreachable } from '../../kernel/index.ts';
import type { LabAssignment, LabEvent, LabFacts, LabRecord, LabRun, PendingAction } from './lab.ts';
import { isUp } from './lifecycle.ts';

/** A record is read whole: of what grows with the years only the newest stays in it; the history has all. */
const kept = { revisions: 20, runs: 50, bindings: 20 } as const;

type Created = Extract<LabEvent, { type: 'LabDiscovered' | 'LabImportRequested' }>;
type RequestedSource = Extract<LabEvent, { type: 'LabImportRequested' }>['source'];

/** What the record is after the event. It never refuses: what was committed has happened. */
export function evolveLab(lab: LabRecord | undefined, event: LabEvent): LabRecord {
  if (event.type === 'LabDiscovered' || event.type === 'LabImportRequested') return created(event);
  if (lab === undefined) throw new Error(`${event.type} before the lab was recorded`);
  switch (event.type) {
    case 'LabChanged':
      return { ...lab, facts: event.facts, cmlLabId: event.cmlLabId ?? lab.cmlLabId, lastSeenAt: event.at };
    case 'LabStatusChanged':
      return statusChanged(lab, event);
    case 'LabRevised':
      return {
        ...lab,
        topologyKey: event.revision.topologyKey,
        revisions: newest(lab.revisions, event.revision, kept.revisions),
      };
    case 'LabBound':
      return bound(lab, event);
    case 'LabSessionMoved':
      return { ...lab, session: { id: event.sessionId, phase: event.phase } };
    case 'LabUnbound':
      return unbound(lab, event);
    case 'LabAssigned':
    case 'LabUnassigned':
      return { ...lab, assignments: assignmentsAfter(lab, event) };
    case 'LabActionRequested':
    case 'LabActionProgressed':
    case 'LabActionCompleted':
    case 'LabActionFailed':
      return acted(lab, event);
    default:
      return unreachable(event);
  }
}

type OfAssignment = Extract<LabEvent, { type: 'LabAssigned' | 'LabUnassigned' }>;

function assignmentsAfter({ assignments = [] }: LabRecord, event: OfAssignment): readonly LabAssignment[] {
  if (event.type === 'LabUnassigned') return assignments.filter(({ id }) => id !== event.personId);
  const { person, level, by, reason, at } = event;
  const given = { ...person, level, by, reason, at };
  const isKnown = assignments.some(({ id }) => id === person.id);
  return isKnown ? assignments.map((one) => (one.id === person.id ? given : one)) : [...assignments, given];
}

type OfAction = Extract<
  LabEvent,
  { type: 'LabActionRequested' | 'LabActionProgressed' | 'LabActionCompleted' | 'LabActionFailed' }
>;

function acted(lab: LabRecord, event: OfAction): LabRecord {
  switch (event.type) {
    case 'LabActionRequested':
      return { ...lab, pending: requested(event, event.reason), failure: undefined };
    case 'LabActionProgressed':
      return progressed(lab, event);
    case 'LabActionCompleted':
      return { ...lab, pending: undefined, failure: undefined };
    case 'LabActionFailed': {
      const { action, reason, at } = event;
      return { ...lab, pending: undefined, failure: { action, reason, at } };
    }
    default:
      return unreachable(event);
  }
}

function created(event: Created): LabRecord {
  const { id, workerId, launch, at } = event;
  const empty = { revisions: [], runs: [], bindings: [], statusSince: at, recordedAt: at };
  const common = { ...empty, id, workerId, launch };
  if (event.type === 'LabDiscovered') {
    const { cmlLabId, facts, source, madeFor } = event;
    const found = { cmlLabId, facts, source, ...(madeFor !== undefined && { madeFor }) };
    return { ...common, ...found, status: 'discovered', reason: 'found on its host', recordedBy: '', lastSeenAt: at };
  }
  const { source, topologyKey, cloneOf, basedOn, by } = event;
  return {
    ...common,
    source,
    topologyKey,
    cloneOf,
    basedOn,
    status: 'importing',
    reason: importWords[source],
    facts: unseen(event.title, at),
    pending: requested({ action: 'import', ...event }, 'asked for'),
    recordedBy: by,
  };
}

const importWords = {
  import: 'it is imported',
  clone: 'it is cloned',
  warm: 'it is imported ahead of time',
} as const satisfies Record<RequestedSource, string>;

function unseen(title: string, at: Instant): LabFacts {
  return { title, owner: '', rawState: '', nodeCount: 0, linkCount: 0, createdAt: at, modifiedAt: at, ports: [] };
}

function requested(
  { action, by, deadline, at }: Pick<PendingAction, 'action' | 'by' | 'deadline'> & { readonly at: Instant },
  message: string,
): PendingAction {
  return { action, requestedAt: at, by, message, deadline };
}

function progressed(lab: LabRecord, event: Extract<LabEvent, { type: 'LabActionProgressed' }>): LabRecord {
  const { message, deadline, cmlLabId = lab.cmlLabId, topologyKey = lab.topologyKey } = event;
  const exported = event.topologyKey === undefined ? {} : { topologyKey: event.topologyKey };
  const pending = lab.pending && { ...lab.pending, message, deadline, ...exported };
  return { ...lab, cmlLabId, topologyKey, pending };
}

type StatusChanged = Extract<LabEvent, { type: 'LabStatusChanged' }>;

function statusChanged(lab: LabRecord, event: StatusChanged): LabRecord {
  const { to: status, reason, at } = event;
  return { ...lab, status, reason, statusSince: at, runs: runsAfter(lab, event) };
}

function runsAfter(lab: LabRecord, event: StatusChanged): readonly LabRun[] {
  const last = lab.runs.at(-1);
  const open = last?.stoppedAt === undefined ? last : undefined;
  const isOn = isUp({ status: event.to });
  if (open === undefined) return isOn ? newest(lab.runs, runOf(lab, event), kept.runs) : lab.runs;
  // What is being done to a lab that runs does not end its run; that it has been done does.
  if (isOn || underWay.includes(event.to)) return lab.runs;
  return [...lab.runs.slice(0, -1), { ...open, stoppedAt: event.at, stopReason: event.reason }];
}

function runOf({ session }: LabRecord, { at: startedAt, by: startedBy, reason: why }: StatusChanged): LabRun {
  return { startedAt, startedBy, why, ...(session !== undefined && { sessionId: session.id }) };
}

const underWay: readonly LabRecord['status'][] = ['stopping', 'error', 'discovered'];

function bound(lab: LabRecord, event: Extract<LabEvent, { type: 'LabBound' }>): LabRecord {
  const { sessionId, basedOn, topologyKey = lab.topologyKey, at } = event;
  const bindings = newest(lab.bindings, { sessionId, boundAt: at }, kept.bindings);
  const session = { id: sessionId, phase: 'imported' } as const;
  return { ...lab, session, basedOn, topologyKey, bindings, madeFor: lab.madeFor ?? sessionId };
}

function unbound(lab: LabRecord, { sessionId, reason, at }: Extract<LabEvent, { type: 'LabUnbound' }>): LabRecord {
  const bindings = lab.bindings.map((binding) =>
    binding.sessionId === sessionId && binding.releasedAt === undefined
      ? { ...binding, releasedAt: at, reason }
      : binding,
  );
  return { ...lab, session: undefined, bindings };
}

function newest<Item>(items: readonly Item[], item: Item, most: number): readonly Item[] {
  return [...items, item].slice(-most);
}
