import { type Brand, type Instant, idKind, ok, type Result, reject } from '../../kernel/index.ts';
import type { GradingEngineName } from '../grading/engine.ts';
import type { Amounts, CmlVersions } from '../worker/index.ts';
import type { CaptureWish } from './capture-wish.ts';

export type DefinitionId = Brand<string, 'DefinitionId'>;
export const DefinitionId = idKind<'DefinitionId'>('def');

export const definitionTransitions = {
  pending_sync: ['active', 'archived', 'deleted'],
  active: ['inactive', 'deprecated', 'archived'],
  inactive: ['active', 'deprecated', 'archived', 'deleted'],
  deprecated: ['archived', 'deleted'],
  archived: ['deleted'],
  deleted: [],
} as const satisfies Record<string, readonly string[]>;

export type DefinitionStatus = keyof typeof definitionTransitions;

/** One host port that each session of the definition gets: `PC1_serial` for the serial console of node PC1. */
export interface PortEntry {
  readonly name: string;
  readonly label: string;
  readonly protocol: string;
}

/** Immutable once created: another artifact is another version. */
export interface DefinitionContent {
  /** Stays the same over versions: the name of the content package. */
  readonly slug: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly formQualifiedName: string;
  /** SHA-256 of the whole package: the same package is never a second version. */
  readonly packageHash: string;
  /** Where the topology, the grading rules and the tasks are kept, by content. */
  readonly topologyKey: string;
  readonly rulesKey?: string | undefined;
  readonly tasksKey?: string | undefined;
  readonly needs: Amounts;
  /** All nodes, also those that need no licence. */
  readonly nodeCount: number;
  readonly nodeDefinitions: readonly string[];
  /** Absent: whichever CML there is will do. */
  readonly cmlVersions?: CmlVersions | undefined;
  readonly ports: readonly PortEntry[];
  /** From start to BOOTED of the whole lab, at first from the node definitions. */
  readonly bootSeconds: number;
  readonly durationMinutes: number;
  readonly maxDurationMinutes: number;
  /** Whether owners of its sessions may reset the lab. */
  readonly allowsReset?: boolean | undefined;
  readonly captures?: readonly CaptureWish[] | undefined;
  /** Who grades its sessions; absent: we do. */
  readonly gradingEngine?: GradingEngineName | undefined;
  /** Absent: it came with a content package. */
  readonly origin?: 'upload' | undefined;
}

/** Whether its sessions get a score: by rules of ours, or by an engine that has its own. */
export function isGraded({ rulesKey, gradingEngine }: Pick<DefinitionContent, 'rulesKey' | 'gradingEngine'>): boolean {
  return rulesKey !== undefined || gradingEngine === 'external';
}

/** What may be said otherwise of a version without its being another one: nothing of the lab, of its tasks or of its rules. */
export type DefinitionChanges = Partial<
  Pick<DefinitionContent, 'title' | 'summary' | 'durationMinutes' | 'maxDurationMinutes' | 'allowsReset'>
> & { readonly tags?: readonly string[] | undefined };

/** Of what a run takes, that which may be measured; how many nodes need a licence is not a matter of measuring. */
export type CorrectedNeeds = Omit<Amounts, 'nodes'>;

export const needsSources = ['author', 'learned'] as const;
/** `learned`: by itself, from what labs of it used. */
export type NeedsSource = (typeof needsSources)[number];

/** Who is told when sessions of a lab fail, as its author last said it, of whichever version. */
export interface FailureReceivers {
  /** Shared mailboxes and webhooks. */
  readonly receivers: readonly string[];
  readonly by: string;
  readonly at: Instant;
}

/** What counts from now on: sessions that are booked have pinned what they were booked with. */
export interface Definition extends DefinitionContent {
  readonly id: DefinitionId;
  readonly status: DefinitionStatus;
  readonly reason: string;
  readonly tags?: readonly string[] | undefined;
  /** As read from its topology, when something else counts. */
  readonly derivedNeeds?: Amounts | undefined;
  readonly needsSource?: NeedsSource | undefined;
  readonly derivedPorts?: readonly PortEntry[] | undefined;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** So many labs of it are kept ready on each worker that is up; absent: none ever was. */
  readonly warmDepth?: number | undefined;
  /** Who is told when sessions fail; absent: nobody has said so of this version. Not for everybody to read. */
  readonly failures?: FailureReceivers | undefined;
}

export type DefinitionEvent =
  | {
      readonly type: 'DefinitionCreated';
      readonly id: DefinitionId;
      readonly content: DefinitionContent;
      readonly by: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'DefinitionStatusChanged';
      readonly to: DefinitionStatus;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'DefinitionWarmDepthSet';
      readonly depth: number;
      readonly by: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'DefinitionReceiversSet';
      readonly receivers: readonly string[];
      readonly by: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'DefinitionEdited';
      readonly changes: DefinitionChanges;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'DefinitionNeedsSet';
      /** Absent: those of its topology again. */
      readonly needs?: CorrectedNeeds | undefined;
      readonly source?: NeedsSource | undefined;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'DefinitionPortsSet';
      /** Absent: those of its topology again. */
      readonly ports?: readonly PortEntry[] | undefined;
      readonly reason: string;
      readonly at: Instant;
    };

/** Something of a lab that keeps a definition from being deleted. */
export interface DefinitionUser {
  readonly id: string;
  readonly status: string;
  readonly cohort?: { readonly id: string; readonly name: string } | undefined;
}

export type DefinitionRejection =
  | {
      readonly code: 'definition.wrong-state';
      readonly status: DefinitionStatus;
      readonly to: DefinitionStatus;
    }
  | { readonly code: 'definition.other-origin'; readonly slug: string; readonly isUpload: boolean }
  | { readonly code: 'definition.not-active'; readonly status: DefinitionStatus }
  | { readonly code: 'definition.closed'; readonly status: DefinitionStatus }
  | { readonly code: 'definition.in-use'; readonly count: number; readonly sessions: readonly DefinitionUser[] }
  | {
      readonly code: 'definition.duration-invalid';
      readonly durationMinutes: number;
      readonly maxDurationMinutes: number;
    }
  | { readonly code: 'definition.below-demand'; readonly memoryMiB: number; readonly demandMiB: number }
  | { readonly code: 'definition.ports-conflict'; readonly faults: readonly PortFault[] };

/** What is wrong with one of the ports that somebody wants, by its place among them. */
export interface PortFault {
  readonly port: number;
  readonly message: string;
}

export function changeDefinitionStatus(
  definition: Definition,
  to: DefinitionStatus,
  { reason, at }: { reason: string; at: Instant },
): Result<DefinitionEvent[], DefinitionRejection> {
  if (definition.status === to) return ok([]);
  const next: readonly DefinitionStatus[] = definitionTransitions[definition.status];
  if (!next.includes(to)) return reject({ code: 'definition.wrong-state', status: definition.status, to });
  return ok([{ type: 'DefinitionStatusChanged', to, reason, at }]);
}

/** More of one version are in each other's way on a host, and the next is imported while the first are used. */
export const deepestWarm = 10;

/** How many labs of a version are kept ready on each worker that is up. Only what can be booked is worth that. */
export function setWarmDepth(
  { status, warmDepth = 0 }: Definition,
  depth: number,
  asked: { readonly by: string; readonly reason: string; readonly at: Instant },
): Result<DefinitionEvent[], DefinitionRejection> {
  if (depth === warmDepth) return ok([]);
  if (depth > 0 && status !== 'active') return reject({ code: 'definition.not-active', status });
  return ok([{ type: 'DefinitionWarmDepthSet', depth, ...asked }]);
}

export function evolveDefinition(definition: Definition | undefined, event: DefinitionEvent): Definition {
  if (event.type === 'DefinitionCreated') {
    const { id, content, by, at } = event;
    return { ...content, id, status: 'pending_sync', reason: 'created', createdAt: at, createdBy: by };
  }
  if (definition === undefined) throw new Error(`${event.type} before DefinitionCreated`);
  switch (event.type) {
    case 'DefinitionStatusChanged':
      return { ...definition, status: event.to, reason: event.reason };
    case 'DefinitionEdited':
      return { ...definition, ...event.changes };
    case 'DefinitionNeedsSet':
      return withNeeds(definition, event);
    case 'DefinitionPortsSet':
      return withPorts(definition, event.ports);
    case 'DefinitionWarmDepthSet':
      return { ...definition, warmDepth: event.depth };
    case 'DefinitionReceiversSet': {
      const { receivers, by, at } = event;
      return { ...definition, failures: { receivers, by, at } };
    }
  }
}

interface NeedsSet {
  readonly needs?: CorrectedNeeds | undefined;
  readonly source?: NeedsSource | undefined;
}

function withNeeds(definition: Definition, { needs, source }: NeedsSet): Definition {
  const { derivedNeeds = definition.needs, needsSource: _, ...rest } = definition;
  if (needs === undefined) return { ...rest, needs: derivedNeeds, derivedNeeds: undefined };
  return { ...rest, needs: { ...derivedNeeds, ...needs }, derivedNeeds, needsSource: source };
}

function withPorts(definition: Definition, ports: readonly PortEntry[] | undefined): Definition {
  const { derivedPorts = definition.ports } = definition;
  if (ports === undefined) return { ...definition, ports: derivedPorts, derivedPorts: undefined };
  return { ...definition, ports, derivedPorts };
}
