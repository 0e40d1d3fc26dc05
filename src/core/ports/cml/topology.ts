import type { CmlLabId, CmlNodeId } from './ids.ts';
import type { CmlLinkState, CmlNodeState, CmlStateSeen } from './states.ts';

/** One lab as it is drawn and as it runs, at about one instant: CML tells the two in separate answers. */
export interface CmlTopology {
  readonly nodes: readonly CmlTopologyNode[];
  readonly links: readonly CmlTopologyLink[];
  /** Those that people drew; what CML draws around tags by itself is not among them. */
  readonly annotations: number;
}

export interface CmlTopologyNode extends CmlStateSeen<CmlNodeState> {
  readonly id: CmlNodeId;
  readonly label: string;
  readonly nodeDefinition: string;
  /** Absent: whichever its definition offers. */
  readonly imageDefinition?: string | undefined;
  readonly x: number;
  readonly y: number;
  /** The compute it runs on. */
  readonly compute?: string | undefined;
  /** Absent: as its definition says. */
  readonly cpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly tags: readonly string[];
  /** SHA-256 of its configuration files: another one means that somebody changed them. */
  readonly configurationHash: string;
  readonly interfaces: readonly CmlInterface[];
}

export interface CmlInterface extends CmlStateSeen<CmlLinkState> {
  readonly id: string;
  readonly label: string;
  /** Absent for loopbacks. */
  readonly slot?: number | undefined;
  readonly type: string;
  /** The one it was given, or else the one CML has seen in use. */
  readonly mac?: string | undefined;
  /** IP addresses that CML has seen in use. */
  readonly addresses: readonly string[];
  readonly isConnected: boolean;
}

export interface CmlLinkEnd {
  readonly node: CmlNodeId;
  readonly interface: string;
}

export interface CmlTopologyLink extends CmlStateSeen<CmlLinkState> {
  readonly id: string;
  readonly label: string;
  readonly ends: readonly [CmlLinkEnd, CmlLinkEnd];
  /** `{ latency: 50, loss: 5.1 }`: absent when the link is as good as new. */
  readonly conditioning?: Readonly<Record<string, number | boolean>> | undefined;
}

export interface CmlNodeStatistics {
  readonly node: CmlNodeId;
  /** Of one core: a node with two may use 200. */
  readonly cpuPercent: number;
  /** Of what it was given; before 2.10 CML does not tell. */
  readonly memoryPercent?: number | undefined;
  readonly diskBytes?: number | undefined;
  readonly diskReadBytes: number;
  readonly diskWrittenBytes: number;
}

export interface CmlLinkStatistics {
  readonly link: string;
  readonly readBytes: number;
  readonly readPackets: number;
  readonly writtenBytes: number;
  readonly writtenPackets: number;
}

/** Of what runs; counters since its start. */
export interface CmlLabStatistics {
  readonly nodes: readonly CmlNodeStatistics[];
  readonly links: readonly CmlLinkStatistics[];
}

/** A port of the host that a node's tag claims. CML takes the first of two claims to one port, and tells nobody. */
export interface CmlPortInUse {
  readonly port: number;
  readonly lab: CmlLabId;
  readonly nodeLabel: string;
  /** `serial`, `vnc`, `tcp`, `udp`, ... */
  readonly protocol: string;
  /** Somebody listens there now: its node runs and has what is asked for. */
  readonly isOpen: boolean;
}
