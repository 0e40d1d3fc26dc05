import type { Reservation, WorkerId } from '../domain/worker/index.ts';
import type { PlacementRequest } from './fleet.ts';
import type { Decision } from './place.ts';

/** A session of which nothing exists yet but its place. */
export interface Movable {
  readonly request: PlacementRequest;
  readonly workerId: WorkerId;
  readonly reservation: Reservation;
}

export type Placed = Extract<Decision, { kind: 'place' }>;

export interface Saved {
  /** Of all hosts together, by all moves of the round. */
  readonly ms: number;
  /** Of the host that it leaves, by all that leave it. */
  readonly ofItsHostMs: number;
  /** So many leave that host. */
  readonly sessions: number;
}

/** In the order in which each finds its new place free while it still has the old one. */
export interface Rearranged<Each extends Movable> {
  readonly moved: Each;
  readonly placed: Placed;
  /** What its round saves; absent of those whose host is late. */
  readonly saves?: Saved | undefined;
}
