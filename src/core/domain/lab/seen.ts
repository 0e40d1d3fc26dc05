import type { Instant } from '../../kernel/index.ts';
import { moved } from './decide.ts';
import type { LabEvent, LabFacts, LabPort, LabRecord } from './lab.ts';
import type { LabDetails, NewRevision, SeenLab } from './lab-report.ts';
import type { LabStatus, Sighting } from './lifecycle.ts';

export function factsAfter(before: LabDetails & { readonly ports: readonly LabPort[] }, seen: SeenLab): LabFacts {
  const { title, owner, rawState, nodeCount, linkCount, createdAt, modifiedAt } = seen;
  const description = seen.description ?? before.description;
  const notes = seen.notes ?? before.notes;
  const nodes = seen.nodes ?? before.nodes;
  return {
    title,
    owner,
    rawState,
    nodeCount,
    linkCount,
    createdAt,
    modifiedAt,
    ports: seen.ports ?? before.ports,
    ...(description !== undefined && { description }),
    ...(notes !== undefined && { notes }),
    ...(nodes !== undefined && { nodes }),
  };
}

/** How it is by itself: its own word and those of its nodes, where they are other than before. */
export function inState(
  lab: LabRecord,
  now: Pick<LabDetails, 'nodes' | 'ports'> & { readonly rawState?: string | undefined },
  at: Instant,
): LabEvent[] {
  const { rawState = lab.facts.rawState, nodes = lab.facts.nodes, ports = lab.facts.ports } = now;
  const facts = { ...lab.facts, rawState, ports, ...(nodes !== undefined && { nodes }) };
  return isSame(lab.facts, facts) ? [] : [{ type: 'LabChanged', facts, at }];
}

/** That somebody saved it is no news; what they changed is. */
function isSame(a: LabFacts, b: LabFacts): boolean {
  return toldBy(a) === toldBy(b);
}

function toldBy({
  title,
  description = '',
  notes = '',
  owner,
  rawState,
  nodeCount,
  linkCount,
  ports,
  nodes = [],
}: LabFacts): string {
  return JSON.stringify([title, description, notes, owner, rawState, nodeCount, linkCount, ports, nodes]);
}

export function sighted(lab: LabRecord, seen: SeenLab, at: Instant): LabEvent[] {
  const facts = factsAfter(lab.facts, seen);
  const reason = `CML says ${seen.rawState}`;
  // An import whose answer was lost and that was given up is there after all.
  const isFound = lab.cmlLabId === undefined && lab.pending === undefined;
  const found = isFound ? { cmlLabId: seen.cmlLabId } : {};
  const changed: LabEvent[] = isFound || !isSame(lab.facts, facts) ? [{ type: 'LabChanged', facts, ...found, at }] : [];
  return [...changed, ...revised(lab, seen.revision, at), ...settled(lab, seen.sighting, { reason, at })];
}

export function revised(lab: LabRecord, next: NewRevision | undefined, at: Instant): LabEvent[] {
  const last = lab.revisions.at(-1);
  if (next === undefined || last?.checksum === next.checksum) return [];
  return [{ type: 'LabRevised', revision: { ...next, number: (last?.number ?? 0) + 1, at }, at }];
}

/** Whoever carries out an action says how far it is; a look in between may be older. */
function settled(
  lab: LabRecord,
  sighting: Sighting | undefined,
  why: { readonly reason: string; readonly at: Instant },
): LabEvent[] {
  if (lab.pending !== undefined || sighting === undefined) return [];
  return moved(lab, statusOf(lab, sighting), why);
}

const usedOnce: readonly LabStatus[] = [
  'starting',
  'queued',
  'booted',
  'paused',
  'stopping',
  'stopped',
  'wiping',
  'wiped',
];

/** CML has one word for what never ran and for what was wiped. */
export function statusOf(lab: LabRecord, sighting: Sighting): LabStatus {
  if (sighting !== 'defined') return sighting;
  return lab.runs.length > 0 || usedOnce.includes(lab.status) ? 'wiped' : 'defined';
}

export function missing(lab: LabRecord, reason: string, at: Instant): LabEvent[] {
  // An action that is under way finds out by itself; an import has no lab yet.
  if (lab.pending !== undefined || lab.cmlLabId === undefined) return [];
  return moved(lab, 'orphaned', { reason, at });
}

export function ended(lab: LabRecord, reason: string, at: Instant): LabEvent[] {
  const { pending } = lab;
  const failed: LabEvent[] =
    pending === undefined ? [] : [{ type: 'LabActionFailed', action: pending.action, reason, at }];
  return [...failed, ...unbound(lab, reason, at), ...moved(lab, 'deleted', { reason, at })];
}

export function unbound({ session }: LabRecord, reason: string, at: Instant): LabEvent[] {
  return session === undefined ? [] : [{ type: 'LabUnbound', sessionId: session.id, reason, at }];
}
