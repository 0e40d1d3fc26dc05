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
}

export interface Definition extends DefinitionContent {
  readonly id: DefinitionId;
  readonly status: DefinitionStatus;
  readonly reason: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
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
    };

export type DefinitionRejection = {
  readonly code: 'definition.wrong-state';
  readonly status: DefinitionStatus;
  readonly to: DefinitionStatus;
};

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

export function evolveDefinition(definition: Definition | undefined, event: DefinitionEvent): Definition {
  if (event.type === 'DefinitionCreated') {
    const { id, content, by, at } = event;
    return { ...content, id, status: 'pending_sync', reason: 'created', createdAt: at, createdBy: by };
  }
  if (definition === undefined) throw new Error(`${event.type} before DefinitionCreated`);
  return { ...definition, status: event.to, reason: event.reason };
}
