import type { Amounts } from '../domain/worker/index.ts';
import { type Rests, restsOf, upUntil } from './added-time.ts';
import { released } from './calendars.ts';
import { claimsOf, type Fleet } from './fleet.ts';
import type { Movable } from './movable.ts';
import type { Seat } from './seat.ts';
import type { Span } from './timeline.ts';

/** A claim of a host, as a search among thousands of arrangements sees it. */
export interface Piece extends Span {
  readonly amounts: Amounts;
}

interface Host {
  readonly capacity: Amounts;
  readonly rests: Rests;
  /** Until when it is up whatever is booked; infinitely long ago when it is off. */
  readonly upUntil: number;
}

/** A host's calendar that is tried out: claims come and go on it, and for how long it would be up is known all the time. */
export class Lane {
  readonly #host: Host;
  /** By their beginnings. */
  readonly #held: Piece[];
  #upMs: number;

  constructor(host: Host, held: readonly Piece[]) {
    this.#host = host;
    this.#held = held.toSorted((a, b) => a.from - b.from);
    this.#upMs = this.#up();
  }

  get upMs(): number {
    return this.#upMs;
  }

  /** How many claims it takes to look at it. */
  get size(): number {
    return this.#held.length;
  }

  take(piece: Piece): void {
    const later = this.#held.findIndex(({ from }) => from > piece.from);
    this.#held.splice(later === -1 ? this.#held.length : later, 0, piece);
    this.#upMs = this.#up();
  }

  /** That very one: two claims may be alike. */
  leave(piece: Piece): void {
    this.#held.splice(this.#held.indexOf(piece), 1);
    this.#upMs = this.#up();
  }

  /** For how much longer the host would be up with it: not at all where another claim lasts as long. */
  addedMs(piece: Piece): number {
    const isCovered = this.#held.some(({ from, until }) => from <= piece.from && until >= piece.until);
    return isCovered ? 0 : this.#up(piece) - this.#upMs;
  }

  hasRoom(piece: Piece): boolean {
    const beside = this.#beside(piece);
    // Hardly ever more than fits at all: then nobody has to ask what is there at the same instant.
    if (this.#holds(piece, beside)) return true;
    if (!this.#holds(piece, beside, piece.from)) return false;
    return beside.every(({ from }) => from <= piece.from || this.#holds(piece, beside, from));
  }

  #beside(piece: Piece): readonly Piece[] {
    const beside: Piece[] = [];
    for (const held of this.#held) {
      if (held.from >= piece.until) break;
      if (held.until > piece.from) beside.push(held);
    }
    return beside;
  }

  /** Beside others, or beside those of them that are there at an instant. */
  #holds({ amounts }: Piece, others: readonly Piece[], at?: number): boolean {
    let { cpuCores, memoryMiB, storageGiB, nodes } = amounts;
    for (const { from, until, amounts: other } of others) {
      if (at !== undefined && (from > at || until <= at)) continue;
      cpuCores += other.cpuCores;
      memoryMiB += other.memoryMiB;
      storageGiB += other.storageGiB;
      nodes += other.nodes;
    }
    const { capacity } = this.#host;
    const isWithinMachine = cpuCores <= capacity.cpuCores && memoryMiB <= capacity.memoryMiB;
    return isWithinMachine && storageGiB <= capacity.storageGiB && nodes <= capacity.nodes;
  }

  #up(more?: Piece): number {
    const time = new UpTime(this.#host);
    let left = more;
    for (const piece of this.#held) {
      if (left !== undefined && left.from < piece.from) {
        time.add(left);
        left = undefined;
      }
      time.add(piece);
    }
    if (left !== undefined) time.add(left);
    return time.ms;
  }
}

/** Adds up claims in the order of their beginnings: what they last together, and for each gap what it costs. */
class UpTime {
  readonly #rests: Rests;
  #last: number;
  ms = 0;

  constructor({ rests, upUntil: since }: Host) {
    this.#rests = rests;
    this.#last = since;
  }

  add({ from, until }: Span): void {
    const { now, bootMs } = this.#rests;
    if (until <= Math.max(now, this.#last)) return;
    const gapMs = Math.max(0, Math.max(from, now) - this.#last);
    this.ms += Math.min(gapMs, bootMs) + until - Math.max(from, now, this.#last);
    this.#last = until;
  }
}

/** That of a worker; claims that may go lie on it as they are, so that they can be taken off it. */
export function laneOf(seat: Seat, movable: readonly Movable[], fleet: Fleet): Lane {
  const { worker, capacity } = seat;
  const rests = restsOf(seat, fleet);
  const staying = claimsOf(released(worker, movable), fleet.now, fleet.settings);
  const going = movable.map(({ reservation }) => reservation);
  return new Lane({ capacity, rests, upUntil: upUntil(seat, rests) }, [...staying, ...going]);
}
