import type { DefinitionId } from '../definition/index.ts';
import type { SessionId } from '../session/session-id.ts';
import type { WorkerId } from '../worker/index.ts';
import type { LabFacts, LabNodeState, LabPhase, LabPort, LabRevision } from './lab.ts';
import type { LabStatus, Sighting } from './lifecycle.ts';

export type NewRevision = Omit<LabRevision, 'number' | 'at'>;

interface Of {
  readonly workerId: WorkerId;
  readonly launch: number;
  readonly cmlLabId: string;
}

/** What nodes and the exported file say; not every look reads it. */
export interface LabDetails {
  readonly ports?: readonly LabPort[] | undefined;
  readonly description?: string | undefined;
  readonly notes?: string | undefined;
  readonly nodes?: readonly LabNodeState[] | undefined;
}

export interface SeenLab extends Of, Omit<LabFacts, keyof LabDetails>, LabDetails {
  /** Absent when CML uses a word for its state that nobody here knows. */
  readonly sighting?: Sighting | undefined;
  readonly madeFor?: SessionId | undefined;
  readonly revision?: NewRevision | undefined;
}

export interface SessionLab extends Of {
  readonly sessionId: SessionId;
  readonly basedOn: DefinitionId;
  readonly title: string;
  readonly ports: readonly LabPort[];
  readonly phase: LabPhase;
  readonly revision?: NewRevision | undefined;
}

interface OfAction {
  /** As they were when it was looked at. */
  readonly nodes?: readonly LabNodeState[] | undefined;
}

/** What the lablet controller saw of a lab, or did to it. */
export type LabReport =
  | { readonly type: 'seen'; readonly lab: SeenLab }
  | { readonly type: 'session'; readonly lab: SessionLab }
  /** A session takes a warm lab, or does without the one it had taken. */
  | { readonly type: 'taken'; readonly sessionId: SessionId }
  | {
      readonly type: 'left';
      readonly sessionId: SessionId;
      readonly reason: string;
      /** When somebody has started it. */
      readonly sighting?: Sighting | undefined;
    }
  | { readonly type: 'missing'; readonly reason: string }
  | { readonly type: 'host-ended'; readonly reason: string }
  | (OfAction & {
      readonly type: 'acting';
      readonly message: string;
      readonly status?: 'starting' | 'stopping' | 'wiping' | 'deleting' | undefined;
      readonly cmlLabId?: string | undefined;
      readonly topologyKey?: string | undefined;
    })
  | (OfAction & {
      readonly type: 'action-done';
      readonly status: LabStatus;
      readonly message: string;
      /** Of the host, when they were what was asked about. */
      readonly ports?: readonly LabPort[] | undefined;
      readonly rawState?: string | undefined;
    })
  | (OfAction & {
      readonly type: 'action-failed';
      readonly reason: string;
      readonly sighting?: Sighting | undefined;
      readonly rawState?: string | undefined;
    });
