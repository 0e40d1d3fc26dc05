import { type Actor, may, whyNot } from '@lcm/core/domain/access';
import { isClosed, isUp, type LabOrder, labCan, withoutIds } from '@lcm/core/domain/lab';
import { isFinal } from '@lcm/core/domain/session';
import type { LabRecord, Session, Worker } from './views.ts';
import { warmInWords } from './warm-labs.ts';

/** What it is called, without the id that a title carries so that it is found again. */
export function labTitle({ facts, id }: Pick<LabRecord, 'facts' | 'id'>): string {
  return withoutIds(facts.title) || facts.title || id;
}

export const sourceWords = {
  session: 'Made for a session',
  discovery: 'Made by hand',
  import: 'Imported',
  clone: 'Clone',
  warm: 'Warm lab',
} as const satisfies Record<LabRecord['source'], string>;

export const orphanWords = {
  'no-lab': 'CML does not have it any more',
  'no-session': 'Its session is over and has left it',
} as const satisfies Record<NonNullable<LabRecord['orphan']>, string>;

/** Whose it is in CML; people who are not to know learn that it is somebody’s. */
export function ownerOf({ facts }: LabRecord, actor: Actor): string {
  if (facts.owner !== '') return facts.owner;
  return may(actor, 'session:all') ? '–' : 'somebody';
}

export const labGroups = [
  { value: '', label: 'There now' },
  { value: 'running', label: 'Running' },
  { value: 'orphaned', label: 'Orphaned' },
  { value: 'session', label: 'Of sessions' },
  { value: 'warm', label: 'Warm' },
  { value: 'by-hand', label: 'Made by hand' },
  { value: 'error', label: 'In error' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
] as const;

const groups: Readonly<Record<string, (lab: LabRecord) => boolean>> = {
  '': (lab) => !isClosed(lab),
  running: isUp,
  orphaned: ({ orphan }) => orphan !== undefined,
  session: (lab) => lab.source === 'session' && !isClosed(lab),
  warm: (lab) => warmInWords(lab) !== undefined || (lab.source === 'warm' && lab.status === 'importing'),
  'by-hand': (lab) => lab.source === 'discovery' && !isClosed(lab),
  error: (lab) => !isClosed(lab) && (lab.status === 'error' || lab.failure !== undefined),
  closed: isClosed,
};

export function isInGroup(lab: LabRecord, group: string): boolean {
  return groups[group]?.(lab) ?? true;
}

/** Records that are closed are not on the stream: which ones a choice of labs needs besides, as a query. */
export function closedQueryFor(group: string): string | undefined {
  return group === 'closed' || group === 'all' ? 'status:deleted,archived' : undefined;
}

/** Newest first: a row stays where it is whatever happens to its lab. */
export function byAge(one: LabRecord, other: LabRecord): number {
  if (one.recordedAt === other.recordedAt) return one.id < other.id ? -1 : 1;
  return one.recordedAt < other.recordedAt ? 1 : -1;
}

export type HostOfLab = Pick<Worker, 'name' | 'status' | 'service'>;

/** Why nothing can be asked of the CML of a worker; undefined when it answers. */
export function whyNotOnHost(host: HostOfLab | undefined): string | undefined {
  if (host === undefined) return 'Its worker is not known';
  const isThere = (host.status === 'running' || host.status === 'draining') && host.service === 'available';
  return isThere ? undefined : `${host.name} is ${host.status}, its CML ${host.service}`;
}

export interface LabAt {
  readonly lab: LabRecord;
  readonly host: HostOfLab | undefined;
}

/** Why a lab cannot be told so where it is; undefined when it can. */
export function whyNotInLab(order: LabOrder, { lab, host }: LabAt): string | undefined {
  if (isClosed(lab)) return `It is ${lab.status}: there is no such lab any more`;
  return whyHeld(order, lab) ?? whyNotFrom(order, lab) ?? (needsNoHost(order, lab) ? undefined : whyNotOnHost(host));
}

/** Without a lab there is nothing to do on a host. */
function needsNoHost(order: LabOrder, lab: LabRecord): boolean {
  return isLost(lab) || (order === 'delete' && lab.status === 'error' && lab.cmlLabId === undefined);
}

function isLost({ status }: LabRecord): boolean {
  return status === 'orphaned';
}

function whyHeld(order: LabOrder, { pending, session }: LabRecord): string | undefined {
  if (order === 'clone') return undefined;
  if (pending !== undefined) {
    return pending.action === order ? 'It is under way' : `${doing[pending.action]}: one thing at a time`;
  }
  return session === undefined ? undefined : 'A session has it: end the session instead';
}

function whyNotFrom(order: LabOrder, lab: LabRecord): string | undefined {
  if (labCan(order, lab)) return whyNothing(order, lab);
  const hint = order === 'wipe' && isUp(lab) ? ': stop it first' : '';
  return `Not possible while it is ${lab.status}${hint}`;
}

/** Nothing to copy, or nothing to keep. */
function whyNothing(order: LabOrder, lab: LabRecord): string | undefined {
  if (order === 'clone' && lab.cmlLabId === undefined) return 'CML does not have it yet';
  const isEmpty = order === 'archive' && isLost(lab) && lab.topologyKey === undefined;
  return isEmpty ? 'No topology of it was kept' : undefined;
}

/** What is under way, as the head of a line. */
export const doing = {
  import: 'It is being imported',
  start: 'It is being started',
  stop: 'It is being stopped',
  wipe: 'It is being wiped',
  delete: 'It is being deleted',
  archive: 'It is being archived',
  'settle-ports': 'Its ports are being settled',
} as const satisfies Record<NonNullable<LabRecord['pending']>['action'], string>;

/** Why its file cannot be had. */
export function whyNotExport(actor: Actor, lab: LabRecord): string | undefined {
  const kept =
    lab.topologyKey === undefined ? 'No topology of it is kept yet: refresh the labs of its worker' : undefined;
  return whyNot(actor, 'lab:operate') ?? kept;
}

/** Why the labs of a worker cannot be read now. */
export function whyNotRefresh(actor: Actor, worker: Worker): string | undefined {
  return whyNot(actor, 'lab:operate') ?? whyNotOnHost(worker);
}

export interface PortUse {
  readonly label: string;
  readonly protocol: string;
  readonly port: number;
  readonly words: string;
  readonly isForeign: boolean;
}

/** The ports of the host that a lab takes, and who promised them: one that nobody did is lost to sessions. */
export function portsOf({ facts, session, madeFor }: LabRecord, worker: Worker | undefined): readonly PortUse[] {
  return facts.ports.map((port) => ({ ...port, ...claimOf(port.port, { own: session?.id ?? madeFor, worker }) }));
}

interface Claimed {
  readonly own: string | undefined;
  readonly worker: Worker | undefined;
}

function claimOf(port: number, { own, worker }: Claimed): Pick<PortUse, 'words' | 'isForeign'> {
  if (worker === undefined) return { words: 'Its worker is not known', isForeign: false };
  const holder = Object.values(worker.reservations).find(({ ports }) => Object.values(ports).includes(port));
  if (holder !== undefined) {
    const isOwn = holder.sessionId === own;
    return { words: isOwn ? 'Promised to its session' : 'Promised to another session', isForeign: !isOwn };
  }
  const { first, last } = worker.spec.portRange;
  if (port < first || port > last) return { words: 'Outside the ports of sessions', isForeign: false };
  return {
    words: 'Foreign: among the ports of sessions, and promised to none; none gets it while the lab is there',
    isForeign: true,
  };
}

/** A lab that its session has left; one whose session is only just being seen is not. */
export function isLeft(lab: LabRecord, sessions: readonly Session[]): boolean {
  if (lab.orphan === undefined) return false;
  const session = sessions.find(({ id }) => id === lab.madeFor);
  return lab.orphan === 'no-lab' || session === undefined || isFinal(session);
}
