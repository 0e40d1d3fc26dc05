import type { CmlLabId, CmlNodeId } from './ids.ts';
import type { CmlLabState, CmlNodeState, CmlStateSeen } from './states.ts';
import type { CmlStats } from './stats.ts';
import type { CmlLabStatistics } from './topology.ts';

/**
 * What a server tells by itself. Events may be lost while nobody listens and may tell less than there is to know:
 * whoever needs certainty looks at what they are about.
 */
export type CmlEvent =
  | { readonly type: 'lab-created'; readonly lab: CmlLabId }
  | { readonly type: 'lab-deleted'; readonly lab: CmlLabId }
  /** Its title, description, owner or anything in it. */
  | { readonly type: 'lab-changed'; readonly lab: CmlLabId }
  | ({ readonly type: 'lab-state'; readonly lab: CmlLabId } & CmlStateSeen<CmlLabState>)
  | ({ readonly type: 'node-state'; readonly lab: CmlLabId; readonly node: CmlNodeId } & CmlStateSeen<CmlNodeState>)
  /** Follows what somebody did, a person or a program: to a lab, or to nodes in it. */
  | { readonly type: 'activity'; readonly lab: CmlLabId }
  | { readonly type: 'lab-statistics'; readonly lab: CmlLabId; readonly statistics: CmlLabStatistics }
  /** Every few seconds, whatever happens. */
  | { readonly type: 'keep-alive'; readonly stats?: CmlStats | undefined };
