import type { Instant } from '../../kernel/index.ts';
import type { DefinitionId } from '../definition/index.ts';
import type { SessionId } from '../session/session-id.ts';
import type { WorkerId } from '../worker/index.ts';
import type { LabRecordId } from './lab-id.ts';
import type { LabAction, LabStatus } from './lifecycle.ts';

/** `warm`: made ahead of time for whichever session of its definition comes first. */
export const labSources = ['session', 'discovery', 'import', 'clone', 'warm'] as const;
export type LabSource = (typeof labSources)[number];

/** A TCP port of the host that a node's tag asks for: taken, whoever made the lab. */
export interface LabPort {
  readonly label: string;
  readonly protocol: string;
  readonly port: number;
}

/** One machine of a lab, in CML's own word for how it is. */
export interface LabNodeState {
  readonly label: string;
  readonly state: string;
}

/** What CML says of a lab. Figures that move by themselves are not among it. */
export interface LabFacts {
  readonly title: string;
  readonly description?: string | undefined;
  readonly notes?: string | undefined;
  /** The user of CML whose it is. */
  readonly owner: string;
  /** CML's own word, also when nobody here knows it. */
  readonly rawState: string;
  readonly nodeCount: number;
  readonly linkCount: number;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  readonly ports: readonly LabPort[];
  /** By label; absent until somebody has looked into it. */
  readonly nodes?: readonly LabNodeState[] | undefined;
}

/** A lab as it was built at one time. What was moved about or written in another order is the same revision. */
export interface LabRevision {
  readonly number: number;
  /** Of nodes, links and configurations, in one order. */
  readonly checksum: string;
  /** The same without configurations. */
  readonly structure: string;
  /** The YAML as CML exported it, by content. */
  readonly topologyKey: string;
  readonly nodeCount: number;
  readonly linkCount: number;
  /** What is other than in the one before, in words; empty for the first. */
  readonly changes: readonly string[];
  readonly at: Instant;
}

/** From when its first node was on until all were off. */
export interface LabRun {
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant | undefined;
  /** Absent when nobody here started it. */
  readonly startedBy?: string | undefined;
  readonly sessionId?: SessionId | undefined;
  readonly why: string;
  readonly stopReason?: string | undefined;
}

export interface LabBinding {
  readonly sessionId: SessionId;
  readonly boundAt: Instant;
  readonly releasedAt?: Instant | undefined;
  readonly reason?: string | undefined;
}

/** `view`: sees the lab, its topology and how it is. `operate`: starts, stops and opens it too. */
export const labLevels = ['view', 'operate'] as const;
export type LabLevel = (typeof labLevels)[number];

/** A person to whom the lab is given, until it is taken back. */
export interface LabAssignment {
  /** As the identity provider knows them. */
  readonly id: string;
  readonly name: string;
  readonly level: LabLevel;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

/** How far the session that has the lab has brought it. */
export const labPhases = ['imported', 'up', 'down', 'deleted', 'ended'] as const;
export type LabPhase = (typeof labPhases)[number];

export interface PendingAction {
  readonly action: LabAction;
  readonly requestedAt: Instant;
  readonly by: string;
  /** How far it is, in words. */
  readonly message: string;
  /** Unless something moves by then, it has failed. */
  readonly deadline: Instant;
  /** What it has exported: kept before anything is taken away. */
  readonly topologyKey?: string | undefined;
}

export interface FailedAction {
  readonly action: LabAction;
  readonly at: Instant;
  readonly reason: string;
}

/** Our record of one CML lab on one worker, whether we made it or found it. */
export interface LabRecord {
  readonly id: LabRecordId;
  readonly workerId: WorkerId;
  readonly launch: number;
  /** Absent until an import has made it. */
  readonly cmlLabId?: string | undefined;
  readonly source: LabSource;
  readonly cloneOf?: LabRecordId | undefined;
  readonly basedOn?: DefinitionId | undefined;
  readonly status: LabStatus;
  readonly statusSince: Instant;
  readonly reason: string;
  readonly facts: LabFacts;
  /** The newest YAML that is kept of it. */
  readonly topologyKey?: string | undefined;
  readonly revisions: readonly LabRevision[];
  readonly runs: readonly LabRun[];
  /** Of the session that it was made for, also after that has ended. */
  readonly madeFor?: SessionId | undefined;
  /** The active session that has it: nobody else may touch it. */
  readonly session?: { readonly id: SessionId; readonly phase: LabPhase } | undefined;
  readonly bindings: readonly LabBinding[];
  /** Absent while it was never given to anybody. */
  readonly assignments?: readonly LabAssignment[] | undefined;
  readonly pending?: PendingAction | undefined;
  readonly failure?: FailedAction | undefined;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
  /** When it was last seen to be other than before: what is unchanged is not written down again. */
  readonly lastSeenAt?: Instant | undefined;
}

interface At {
  readonly at: Instant;
}

export type LabEvent =
  | (At & {
      readonly type: 'LabDiscovered';
      readonly id: LabRecordId;
      readonly workerId: WorkerId;
      readonly launch: number;
      readonly cmlLabId: string;
      readonly facts: LabFacts;
      readonly source: 'session' | 'discovery' | 'import';
      readonly madeFor?: SessionId | undefined;
    })
  | (At & {
      readonly type: 'LabImportRequested';
      readonly id: LabRecordId;
      readonly workerId: WorkerId;
      readonly launch: number;
      readonly title: string;
      readonly source: 'import' | 'clone' | 'warm';
      readonly topologyKey?: string | undefined;
      readonly cloneOf?: LabRecordId | undefined;
      readonly basedOn?: DefinitionId | undefined;
      readonly by: string;
      readonly deadline: Instant;
    })
  | (At & {
      readonly type: 'LabChanged';
      readonly facts: LabFacts;
      /** When it was not known before: an import whose answer was lost. */
      readonly cmlLabId?: string | undefined;
    })
  | (At & {
      readonly type: 'LabStatusChanged';
      readonly to: LabStatus;
      readonly reason: string;
      /** Who had it done; absent when it was only seen. */
      readonly by?: string | undefined;
    })
  | (At & { readonly type: 'LabRevised'; readonly revision: LabRevision })
  | (At & {
      readonly type: 'LabBound';
      readonly sessionId: SessionId;
      readonly basedOn: DefinitionId;
      readonly topologyKey?: string | undefined;
    })
  | (At & { readonly type: 'LabSessionMoved'; readonly sessionId: SessionId; readonly phase: LabPhase })
  | (At & { readonly type: 'LabUnbound'; readonly sessionId: SessionId; readonly reason: string })
  | (At & {
      readonly type: 'LabActionRequested';
      readonly action: LabAction;
      readonly by: string;
      readonly reason: string;
      readonly deadline: Instant;
    })
  | (At & {
      readonly type: 'LabActionProgressed';
      readonly message: string;
      readonly deadline: Instant;
      readonly cmlLabId?: string | undefined;
      readonly topologyKey?: string | undefined;
    })
  | (At & { readonly type: 'LabActionCompleted'; readonly action: LabAction })
  | (At & { readonly type: 'LabActionFailed'; readonly action: LabAction; readonly reason: string })
  | (At & {
      readonly type: 'LabAssigned';
      readonly person: { readonly id: string; readonly name: string };
      readonly level: LabLevel;
      readonly by: string;
      readonly reason: string;
    })
  | (At & {
      readonly type: 'LabUnassigned';
      readonly personId: string;
      readonly by: string;
      readonly reason: string;
    });
