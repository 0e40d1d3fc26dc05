import { type Brand, type Instant, idKind, ok, type Result, reject } from '../../kernel/index.ts';
import type { Amounts } from '../worker/index.ts';

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
  readonly ports: readonly PortEntry[];
  /** From start to BOOTED of the whole lab, at first from the node definitions. */
  readonly bootSeconds: number;
  readonly durationMinutes: number;
  readonly maxDurationMinutes: number;
  /** Whether owners of its sessions may reset the lab. */
  readonly allowsReset?: boolean | undefined;
  /** Absent: it came with a content package. */
  readonly origin?: 'upload' | undefined;
}

export interface Definition extends DefinitionContent {
  readonly id: DefinitionId;
  readonly status: DefinitionStatus;
  readonly reason: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** So many labs of it are kept ready on each worker that is up; absent: none ever was. */
  readonly warmDepth?: number | undefined;
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
    };

export type DefinitionRejection =
  | {
      readonly code: 'definition.wrong-state';
      readonly status: DefinitionStatus;
      readonly to: DefinitionStatus;
    }
  | { readonly code: 'definition.other-origin'; readonly slug: string; readonly isUpload: boolean }
  | { readonly code: 'definition.not-active'; readonly status: DefinitionStatus };

/** What a lab becomes of which there may be versions already. */
export type NextVersion =
  | { readonly is: 'unchanged'; readonly definition: Definition }
  | { readonly is: 'new'; readonly version: string };

type Content = Pick<DefinitionContent, 'slug' | 'packageHash' | 'origin'>;

/** Nobody's lab is replaced by somebody else's way of publishing: what a folder keeps in order, an upload leaves alone, and the reverse. */
export function checkOrigin(
  { slug, origin }: Omit<Content, 'packageHash'>,
  definitions: readonly Definition[],
): Result<undefined, DefinitionRejection> {
  const other = definitions.find(
    (known) => known.slug === slug && known.origin !== origin && known.status !== 'deleted',
  );
  if (other === undefined) return ok(undefined);
  return reject({ code: 'definition.other-origin', slug, isUpload: other.origin === 'upload' });
}

/** Uploads carry no version of their own: the same content is the version that it was, anything else the next one. */
export function nextVersion(
  content: Content,
  definitions: readonly Definition[],
): Result<NextVersion, DefinitionRejection> {
  const origin = checkOrigin(content, definitions);
  if (!origin.ok) return origin;
  const versions = definitions.filter(({ slug }) => slug === content.slug);
  const same = versions.find(({ packageHash }) => packageHash === content.packageHash);
  if (same !== undefined) return ok({ is: 'unchanged', definition: same });
  return ok({ is: 'new', version: `${versions.length + 1}.0.0` });
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
  if (event.type === 'DefinitionWarmDepthSet') return { ...definition, warmDepth: event.depth };
  return { ...definition, status: event.to, reason: event.reason };
}
