import type { Instant } from '../../kernel/index.ts';
import { workerCan } from './lifecycle.ts';
import type { Worker, WorkerEvent } from './worker.ts';

/** What AWS will do to the host by itself. */
export interface PlannedByCloud {
  readonly code: string;
  readonly description: string;
  readonly notBefore?: Instant | undefined;
}

/** EC2's reachability checks of the host: what they say, and what is planned for it. */
export interface HostChecks {
  readonly system: string;
  readonly instance: string;
  /** Absent when nothing is planned. */
  readonly events?: readonly PlannedByCloud[] | undefined;
}

/** As they are known: with when each of them became what it is. */
export interface KnownChecks extends HostChecks {
  readonly systemSince?: Instant | undefined;
  readonly instanceSince?: Instant | undefined;
}

/** One compute of CML: of all that CML checks of it, what fails and what it does not tell. The rest is fine. */
export interface ComputeHealth {
  readonly id: string;
  readonly hostname: string;
  readonly isController: boolean;
  readonly valid: boolean;
  readonly admission: string;
  readonly failing: readonly string[];
  readonly untold: readonly string[];
}

export interface ServiceHealth {
  readonly valid: boolean;
  readonly isLicensed: boolean;
  readonly computes: readonly ComputeHealth[];
}

/** A kind of node that the worker's CML knows, in as few words as placement and people need. */
export interface KnownNodeDefinition {
  readonly id: string;
  /** Made by somebody on this server. */
  readonly custom?: true | undefined;
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly images: readonly string[];
  /** It needs an image and there is none: nodes of this kind cannot start here. */
  readonly lacksImage?: true | undefined;
}

export interface KnownImage {
  readonly id: string;
  readonly of: string;
  readonly custom?: true | undefined;
}

export interface KnownDefinitions {
  readonly nodes: readonly KnownNodeDefinition[];
  readonly images: readonly KnownImage[];
}

/** How we come to know what happens on its CML. */
export interface Line {
  readonly by: 'events' | 'polling';
  readonly because?: string | undefined;
}

/** What was noticed of a worker besides its status. What is left out was not looked at. */
export interface Noticed {
  readonly health?: ServiceHealth | undefined;
  readonly definitions?: KnownDefinitions | undefined;
  readonly line?: Line | undefined;
  /** It looks dead, and so do too many others at once: why nothing is done about it. Empty once that is over. */
  readonly heldBack?: string | undefined;
  /** CML told that labs came, went or changed: their records are to be brought up to date. */
  readonly labsMoved?: true | undefined;
}

const noticedTypes = [
  'WorkerHealthChanged',
  'WorkerDefinitionsChanged',
  'WorkerLineChanged',
  'WorkerHeldBack',
  'WorkerHeldBackEnded',
] as const satisfies readonly WorkerEvent['type'][];

type NoticedEvent = Extract<WorkerEvent, { type: (typeof noticedTypes)[number] }>;

export function isNoticed(event: WorkerEvent): event is NoticedEvent {
  return noticedTypes.some((type) => type === event.type);
}

/** Of what was noticed, what is not known yet; undefined when all of it is. */
export function noticedNews(worker: Worker, seen: Noticed): Noticed | undefined {
  const news: Noticed = {
    ...(seen.health && !same(seen.health, health(worker)) && { health: seen.health }),
    ...(seen.definitions && !same(seen.definitions, definitions(worker)) && { definitions: seen.definitions }),
    ...(seen.line && !same(seen.line, line(worker)) && { line: seen.line }),
    ...(seen.labsMoved && asksForLabs(worker) && { labsMoved: true as const }),
    ...(isOtherHold(worker, seen) && { heldBack: seen.heldBack }),
  };
  return Object.keys(news).length === 0 ? undefined : news;
}

/** Only what is news becomes an event: looks are many, changes are few. */
export function noticed(worker: Worker, seen: Noticed, at: Instant): WorkerEvent[] {
  const news = noticedNews(worker, seen);
  const events: WorkerEvent[] = [];
  if (news?.health) events.push({ type: 'WorkerHealthChanged', health: news.health, at });
  if (news?.definitions) events.push({ type: 'WorkerDefinitionsChanged', definitions: news.definitions, at });
  if (news?.line) events.push({ type: 'WorkerLineChanged', line: news.line, at });
  if (news?.labsMoved) events.push({ type: 'WorkerLabsRefreshAsked', reason: 'CML tells that labs changed', at });
  if (news?.heldBack === '') events.push({ type: 'WorkerHeldBackEnded', at });
  if (news?.heldBack) events.push({ type: 'WorkerHeldBack', reason: news.heldBack, at });
  return events;
}

export function evolveNoticed(worker: Worker, event: NoticedEvent): Worker {
  const { at: since } = event;
  switch (event.type) {
    case 'WorkerHealthChanged':
      return { ...worker, health: { ...event.health, since } };
    case 'WorkerDefinitionsChanged':
      return { ...worker, definitions: { ...event.definitions, since } };
    case 'WorkerLineChanged':
      return { ...worker, line: { ...event.line, since } };
    case 'WorkerHeldBack':
      return { ...worker, heldBack: { reason: event.reason, since } };
    case 'WorkerHeldBackEnded':
      return { ...worker, heldBack: undefined };
  }
}

/** Checks after a look: each keeps its time for as long as it says the same. */
export function knownChecks(before: KnownChecks | undefined, seen: HostChecks, at: Instant): KnownChecks {
  const { system, instance, events } = seen;
  return {
    system,
    instance,
    systemSince: before?.system === system ? (before.systemSince ?? at) : at,
    instanceSince: before?.instance === instance ? (before.instanceSince ?? at) : at,
    events: events?.length ? events : undefined,
  };
}

export function areSameChecks(before: HostChecks | undefined, seen: HostChecks): boolean {
  const isSame = before?.system === seen.system && before.instance === seen.instance;
  return isSame && same(before.events ?? [], seen.events ?? []);
}

/** Since when a check of the host has failed; undefined while both are passed, or not done yet. */
export function impairedSince({ checks }: Pick<Worker, 'checks'>): Instant | undefined {
  if (checks === undefined) return undefined;
  const since = [
    ...(checks.system === 'impaired' ? [checks.systemSince] : []),
    ...(checks.instance === 'impaired' ? [checks.instanceSince] : []),
  ].filter((at) => at !== undefined);
  return since.reduce<Instant | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined);
}

/** What of the session's kinds of nodes cannot start there, in words. Who was never looked at is trusted. */
export function lackedDefinitions(
  { definitions: known }: Pick<Worker, 'definitions'>,
  wanted: readonly string[] = [],
): readonly string[] {
  if (known === undefined || wanted.length === 0) return [];
  const nodes = nodesById(known);
  return wanted.flatMap((id) => {
    const node = nodes.get(id);
    if (node === undefined) return [`its CML does not know the node definition ${id}`];
    return node.lacksImage ? [`its CML has no image for ${id}`] : [];
  });
}

/** Asked for by every placement, and as good for all of them as long as the list is the same. */
const byId = new WeakMap<KnownDefinitions, ReadonlyMap<string, KnownNodeDefinition>>();

function nodesById(known: KnownDefinitions): ReadonlyMap<string, KnownNodeDefinition> {
  const found = byId.get(known) ?? new Map(known.nodes.map((node) => [node.id, node]));
  byId.set(known, found);
  return found;
}

function asksForLabs(worker: Worker): boolean {
  const canBeRead = workerCan('refreshLabs', worker) && worker.service === 'available';
  return canBeRead && worker.labsRefreshAskedAt === undefined;
}

function isOtherHold({ heldBack }: Worker, seen: Noticed): boolean {
  return seen.heldBack !== undefined && (seen.heldBack !== '') !== (heldBack !== undefined);
}

function health({ health: known }: Worker): ServiceHealth | undefined {
  return known && without(known);
}

function definitions({ definitions: known }: Worker): KnownDefinitions | undefined {
  return known && without(known);
}

function line({ line: known }: Worker): Line | undefined {
  return known && without(known);
}

function without<Known extends { readonly since: Instant }>({ since: _, ...rest }: Known): Omit<Known, 'since'> {
  return rest;
}

/** Whatever the order of their fields, and whether one that is absent is written out or not. */
function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
