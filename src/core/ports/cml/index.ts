import type { Instant } from '../../kernel/index.ts';
import type { CmlCaptures } from './captures.ts';
import type { CmlImageDefinition, CmlNodeDefinition } from './definitions.ts';
import type { CmlEvent } from './events.ts';
import type { CmlHealth } from './health.ts';
import type { CmlLabId, CmlNodeId } from './ids.ts';
import type { CmlLabState, CmlNodeState, CmlStateSeen } from './states.ts';
import type { CmlStats } from './stats.ts';
import type { CmlLabStatistics, CmlPortInUse, CmlTopology } from './topology.ts';

export type { CaptureLimits, CmlCapture, CmlCaptures } from './captures.ts';
export type { CmlImageDefinition, CmlNodeDefinition } from './definitions.ts';
export type { CmlEvent } from './events.ts';
export type { CmlComputeCheck, CmlComputeHealth, CmlHealth } from './health.ts';
export { cmlComputeChecks } from './health.ts';
export type { CmlLabId, CmlNodeId } from './ids.ts';
export { cmlLabId, cmlNodeId } from './ids.ts';
export type { CmlLabState, CmlLinkState, CmlNodeState, CmlStateSeen } from './states.ts';
export { cmlLabStates, cmlLinkStates, cmlNodeStates } from './states.ts';
export type { CmlStats } from './stats.ts';
export type {
  CmlInterface,
  CmlLabStatistics,
  CmlLinkEnd,
  CmlLinkStatistics,
  CmlNodeStatistics,
  CmlPortInUse,
  CmlTopology,
  CmlTopologyLink,
  CmlTopologyNode,
} from './topology.ts';

/** Where a CML server answers and who we are there. The password never leaves the adapter again. */
export interface CmlEndpoint {
  /** `https://10.1.2.3` or with a port. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface CmlSystem {
  /** `2.9.1+build.7` */
  readonly version: string;
  /** False while the controller still starts; the API already answers then. */
  readonly ready: boolean;
}

export const registrationStatuses = [
  'NOT_REGISTERED',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'RETRY_IN_PROGRESS',
  'RESERVATION_IN_PROGRESS',
] as const;

/** One line of what the licence is for. */
export interface CmlLicenseFeature {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly inUse: number;
  readonly minimum: number;
  readonly max: number;
}

export interface CmlLicensing {
  readonly registration: (typeof registrationStatuses)[number];
  /** `INIT`, `EVAL`, `IN_COMPLIANCE`, `OUT_OF_COMPLIANCE`, `NOT_AUTHORIZED`, and what later versions add. */
  readonly authorization: string;
  /** `CML_Enterprise`, `CML_Personal`, ... */
  readonly product: string;
  /** Nodes this server may run at once by its licence as it stands. External connectors and unmanaged switches are free. */
  readonly nodeLimit: number;
  /** How many of them run now, where CML tells. */
  readonly nodesInUse?: number | undefined;
  /** Where it is registered, and under which name. */
  readonly smartAccount?: string | undefined;
  readonly virtualAccount?: string | undefined;
  readonly instanceName?: string | undefined;
  readonly registeredAt?: Instant | undefined;
  /** When CML renews its registration by itself. */
  readonly renewsAt?: Instant | undefined;
  readonly registrationExpiresAt?: Instant | undefined;
  /** Of the authorization, or of the evaluation period while there is none. */
  readonly authorizationExpiresAt?: Instant | undefined;
  readonly features?: readonly CmlLicenseFeature[] | undefined;
  /** What the licence server said of the last attempt, when it refused. */
  readonly failure?: string | undefined;
}

export interface CmlLab extends CmlStateSeen<CmlLabState> {
  readonly id: CmlLabId;
  readonly title: string;
  readonly description?: string | undefined;
  readonly notes?: string | undefined;
  /** The user name. */
  readonly owner: string;
  /** As people call the owner; absent when nobody has said. */
  readonly ownerName?: string | undefined;
  /** Names of the groups it is shared with. */
  readonly groups?: readonly string[] | undefined;
  readonly nodeCount: number;
  readonly linkCount: number;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
}

/** What CML writes down of what somebody did, by its own names. Figures that it writes down by itself are not among them. */
export const cmlActivities = [
  'start_lab',
  'stop_lab',
  'wipe_lab',
  'import_lab',
  'export_lab',
  'queue_node',
  'start_node',
  'boot_node',
  'stop_node',
  'wipe_node',
  'user_activity',
] as const;

export interface CmlActivity {
  readonly category: (typeof cmlActivities)[number];
  readonly at: Instant;
  /** Absent when CML does not say who it was. */
  readonly userId?: string | undefined;
}

export interface CmlNode extends CmlStateSeen<CmlNodeState> {
  readonly id: CmlNodeId;
  readonly label: string;
  readonly nodeDefinition: string;
  /** `serial:4567`, `vnc:4568`: how CML publishes a node's consoles on ports of the host. */
  readonly tags: readonly string[];
}

/** Why what a node runs could not be read. */
export interface Unread {
  readonly reason: string;
  /** It may be another time: it boots, or CML refused. */
  readonly mayPass: boolean;
}

export interface NodeConfiguration {
  readonly label: string;
  readonly nodeDefinition: string;
  /** The main configuration file as the node would start from it; empty when it has none. */
  readonly configuration: string;
  /** Absent: what it runs was read into that. */
  readonly unread?: Unread | undefined;
}

/** What of a lab is changed; the rest stays. At most 64, 4096 and 32768 characters. */
export interface CmlLabChange {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly notes?: string | undefined;
}

/**
 * One CML server. Asynchronous actions (`start`, `stop`, `wipe`, licence calls) are accepted here and happen later:
 * read the state until it is reached. Every method may throw `CmlError`; after a throw other than a refusal the
 * effect may or may not have happened.
 */
export interface CmlServer {
  system(): Promise<CmlSystem>;
  health(): Promise<CmlHealth>;
  stats(): Promise<CmlStats>;
  licensing(): Promise<CmlLicensing>;
  /** Safe to repeat while registering and when registered; `reregister` begins anew when registered. */
  registerLicense(token: string, options?: { readonly reregister?: boolean }): Promise<void>;
  /** Safe to repeat. Refused while nodes run. Not returned: the licence server was not reached and still counts the host. */
  deregisterLicense(): Promise<{ readonly returned: boolean }>;
  /** Asks the licence server whether the host is still authorized, ahead of the time when CML does so by itself. */
  renewLicense(): Promise<void>;
  /** Every kind of node the server knows, its own and those that were added. Changes seldom. */
  nodeDefinitions(): Promise<readonly CmlNodeDefinition[]>;
  imageDefinitions(): Promise<readonly CmlImageDefinition[]>;
  /**
   * What happens there from now on. Ends when the server ends it or the signal aborts; throws `CmlError` when it
   * cannot be opened, is cut, falls silent for a minute, or is not read as fast as it tells. Nothing begins before
   * the first `next()`.
   */
  events(signal: AbortSignal): AsyncIterableIterator<CmlEvent>;
  /** Of all labs, whoever made them. */
  portsInUse(): Promise<readonly CmlPortInUse[]>;
  /** Every lab on the server, whoever made it. */
  labs(): Promise<readonly CmlLab[]>;
  /** `undefined` when there is no such lab (any more). */
  lab(id: CmlLabId): Promise<CmlLab | undefined>;
  /** The lab with all that is in it, in the same few calls however large it is. */
  topology(id: CmlLabId): Promise<CmlTopology>;
  /** `undefined` while nothing of it runs. */
  statistics(id: CmlLabId): Promise<CmlLabStatistics | undefined>;
  /** What was done there as far back as it remembers, oldest first. Much on an old server: ask seldom. */
  activity(): Promise<readonly CmlActivity[]>;
  /** Not idempotent: look for the title first. Titles have at most 64 characters. */
  importLab(yaml: string, title: string): Promise<CmlLabId>;
  exportLab(id: CmlLabId): Promise<string>;
  changeLab(id: CmlLabId, change: CmlLabChange): Promise<void>;
  nodes(id: CmlLabId): Promise<readonly CmlNode[]>;
  setNodeTags(id: CmlLabId, node: CmlNodeId, tags: readonly string[]): Promise<void>;
  /** Of its main configuration file. Refused unless the node is wiped, or was never started. */
  setNodeConfiguration(id: CmlLabId, node: CmlNodeId, configuration: string): Promise<void>;
  /** One node alone; its lab is started by it. */
  startNode(id: CmlLabId, node: CmlNodeId): Promise<void>;
  stopNode(id: CmlLabId, node: CmlNodeId): Promise<void>;
  /** Refused unless stopped. */
  wipeNode(id: CmlLabId, node: CmlNodeId): Promise<void>;
  startLab(id: CmlLabId): Promise<void>;
  stopLab(id: CmlLabId): Promise<void>;
  /** Refused unless stopped. */
  wipeLab(id: CmlLabId): Promise<void>;
  /** Refused unless every node is wiped; deleting what is gone is fine. */
  deleteLab(id: CmlLabId): Promise<void>;
  /** True when every node has reached the state it was asked for. */
  converged(id: CmlLabId): Promise<boolean>;
  /** Reads the running configuration of each node that is up into the lab, then answers with all of them. */
  extractConfigurations(id: CmlLabId): Promise<readonly NodeConfiguration[]>;
  /** What the node's console has printed, oldest first; empty when it has no console. */
  consoleLog(id: CmlLabId, node: CmlNodeId): Promise<string>;
  readonly captures: CmlCaptures;
}

export interface CmlServers {
  at(endpoint: CmlEndpoint): CmlServer;
}

export type CmlErrorCode = 'unreachable' | 'not-ready' | 'denied' | 'not-found' | 'refused' | 'invalid';

export class CmlError extends Error {
  override readonly name = 'CmlError';
  readonly code: CmlErrorCode;

  constructor(code: CmlErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
