import type { Instant } from '../../kernel/index.ts';
import type { CmlLabId } from './ids.ts';

/** A capture ends by itself at whichever is reached first: so it is bounded before it begins. */
export interface CaptureLimits {
  /** 1 to 1,000,000. */
  readonly packets: number;
  /** 1 to 86,400. */
  readonly seconds: number;
  /** As tcpdump takes it, at most 128 characters; absent: everything. */
  readonly filter?: string | undefined;
}

export interface CmlCapture {
  /** Absent when it has ended. */
  readonly startedAt?: Instant | undefined;
  readonly packets: number;
}

/** Packets on the links of a lab, one capture of each link at a time. A link is known by its id in the topology. */
export interface CmlCaptures {
  /** Begins anew, or leaves alone what goes on. Refused unless the link is up. */
  start(lab: CmlLabId, link: string, limits: CaptureLimits): Promise<void>;
  /** Fine when it has ended by itself. What was captured stays until the next begins. */
  stop(lab: CmlLabId, link: string): Promise<void>;
  /** `undefined` when nothing was ever captured there. */
  of(lab: CmlLabId, link: string): Promise<CmlCapture | undefined>;
  /** A pcap file; `undefined` when nothing was ever captured there. @throws CmlError `invalid` when it is larger than that */
  download(lab: CmlLabId, link: string, atMostBytes: number): Promise<Uint8Array | undefined>;
}
