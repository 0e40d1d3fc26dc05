import type { Random } from '../kernel/index.ts';
import type { Lane, Piece } from './lane.ts';

/** A booking that may go elsewhere. Its claim may begin at another instant there: since it was made one has learned. */
export interface Booked {
  /** The lane that it is on. */
  readonly home: number;
  readonly own: Piece;
  readonly elsewhere: Piece;
  readonly mayGoTo: (lane: number) => boolean;
}

/** Bookings lie on their lanes when it is given. */
export interface Puzzle {
  readonly lanes: readonly Lane[];
  readonly booked: readonly Booked[];
  /** What a move has to save. */
  readonly leastMs: number;
  readonly mostMoves: number;
}

const minuteMs = 60_000;

/** So often something is tried: more for more bookings, and no longer than others can wait for it. */
const triesOfEach = 15;
const mostTries = 800;
/** Claims looked at, all tries together. */
const mostLooks = 1_500_000;

/** What a try may make worse, at first and in the end: some arrangements are reached over worse ones only. */
const warmMs = 10 * minuteMs;
const coldMs = minuteMs / 4;

/** What each move beyond the most costs on the way: what is found in the end has none of them. */
const tooManyMs = 60 * minuteMs;

/** Bookings that are taken up at once, at most, and how far apart in time. */
const mostTaken = 24;
const reachesMs = [30, 60, 120, 360].map((minutes) => minutes * minuteMs);

/** Of a large fleet not every host is asked each time, but some others besides those that it is about. */
const mostAsked = 40;
const othersAsked = 16;

/** So often a host is overlooked, so that the same tries do not come to the same end. */
const overlooked = 0.02;

type Order = (a: Piece, b: Piece) => number;

const orders: readonly Order[] = [
  (a, b) => a.from - b.from,
  (a, b) => b.until - a.until,
  (a, b) => b.until - b.from - (a.until - a.from),
  (a, b) => b.amounts.cpuCores - a.amounts.cpuCores || b.until - a.until,
];

const nowhere = -1;

/**
 * Looks for lanes on which hosts are up for less time: again and again the bookings of a few hosts are taken up, and put
 * down one by one where each costs least. What is worse is kept now and then, ever less so (simulated annealing). A move
 * has a price, so that only moves are left that are worth it.
 */
export class Search {
  readonly #puzzle: Puzzle;
  readonly #random: Random;
  #at: number[];
  #upMs: number;
  #moves = 0;
  #looks = 0;

  constructor(puzzle: Puzzle, random: Random) {
    this.#puzzle = puzzle;
    this.#random = random;
    this.#at = puzzle.booked.map(({ home }) => home);
    this.#upMs = puzzle.lanes.reduce((sum, { upMs }) => sum + upMs, 0);
  }

  /** The lane of each; those of the puzzle stay as they lie then. */
  run(): readonly number[] {
    const { booked, mostMoves } = this.#puzzle;
    const tries = Math.min(mostTries, booked.length * triesOfEach);
    let best = { at: this.#at.slice(), priceMs: this.#priceMs() };
    for (let count = 0; count < tries && this.#looks < mostLooks; count += 1) {
      const done = Math.max(count / tries, this.#looks / mostLooks);
      this.#try(warmMs * (coldMs / warmMs) ** done);
      const priceMs = this.#priceMs();
      if (this.#moves <= mostMoves && priceMs < best.priceMs) best = { at: this.#at.slice(), priceMs };
    }
    this.#lieAs(best.at);
    this.#goHome();
    return this.#at;
  }

  #priceMs(): number {
    const { leastMs, mostMoves } = this.#puzzle;
    return this.#upMs + this.#moves * leastMs + Math.max(0, this.#moves - mostMoves) * tooManyMs;
  }

  #try(warmthMs: number): void {
    const before = this.#at.slice();
    const limit = this.#priceMs() - warmthMs * Math.log(1 - this.#random.next());
    const taken = this.#someOfAFewHosts();
    const asked = this.#askedFor(taken);
    for (const index of taken) this.#put(index, nowhere);
    const isDone = this.#inSomeOrder(taken).every((index) => this.#putWhereItCostsLeast(index, asked));
    if (!isDone || this.#priceMs() > limit) this.#lieAs(before);
  }

  #someOfAFewHosts(): readonly number[] {
    const { booked } = this.#puzzle;
    const one = this.#pick(booked.length);
    const around = booked[one]?.own.from ?? 0;
    const reachMs = reachesMs[this.#pick(reachesMs.length)] ?? 0;
    const near = [...booked.keys()].filter((index) => Math.abs((booked[index]?.own.from ?? 0) - around) <= reachMs);
    const others = Array.from({ length: 1 + this.#pick(3) }, () => near[this.#pick(near.length)] ?? one);
    const lanes = new Set([one, ...others].map((index) => this.#at[index]));
    const all = near.filter((index) => lanes.has(this.#at[index]));
    return all.length <= mostTaken ? all : this.#shuffled(all).slice(0, mostTaken);
  }

  #askedFor(taken: readonly number[]): readonly number[] {
    const { lanes, booked } = this.#puzzle;
    if (lanes.length <= mostAsked) return [...lanes.keys()];
    const theirs = taken.flatMap((index) => [this.#at[index] ?? nowhere, booked[index]?.home ?? nowhere]);
    const others = Array.from({ length: othersAsked }, () => this.#pick(lanes.length));
    return [...new Set([...theirs, ...others])];
  }

  #inSomeOrder(taken: readonly number[]): readonly number[] {
    const { booked } = this.#puzzle;
    const order = orders[this.#pick(orders.length + 1)];
    if (order === undefined) return this.#shuffled(taken);
    return taken.toSorted((a, b) => {
      const [one, other] = [booked[a], booked[b]];
      return one === undefined || other === undefined ? 0 : order(one.own, other.own);
    });
  }

  #shuffled(all: readonly number[]): readonly number[] {
    const drawn = all.map((index) => ({ index, lot: this.#random.next() }));
    return drawn.toSorted((a, b) => a.lot - b.lot).map(({ index }) => index);
  }

  #pick(count: number): number {
    return Math.floor(this.#random.next() * count);
  }

  #putWhereItCostsLeast(index: number, asked: readonly number[]): boolean {
    let best = nowhere;
    let leastMs = Number.POSITIVE_INFINITY;
    for (const lane of asked) {
      const costMs = this.#costOf(index, lane, leastMs);
      if (costMs >= leastMs) continue;
      [best, leastMs] = [lane, costMs];
    }
    if (best === nowhere) return false;
    this.#put(index, best);
    return true;
  }

  /** Infinite where it may not lie; as soon as it is no less than the limit, nothing more is looked at. */
  #costOf(index: number, at: number, limit: number): number {
    const { lanes, booked, leastMs } = this.#puzzle;
    const [lane, booking] = [lanes[at], booked[index]];
    if (lane === undefined || booking === undefined) return Number.POSITIVE_INFINITY;
    this.#looks += lane.size;
    const piece = pieceOn(at, booking);
    const costMs = lane.addedMs(piece) + (at === booking.home ? 0 : leastMs);
    const mayLie = costMs < limit && lane.hasRoom(piece) && this.#mayGo(booking, at);
    return mayLie ? costMs : Number.POSITIVE_INFINITY;
  }

  #mayGo({ home, mayGoTo }: Booked, lane: number): boolean {
    return lane === home || (mayGoTo(lane) && this.#random.next() >= overlooked);
  }

  /** Off the lane that it is on, and onto another. */
  #put(index: number, to: number): void {
    const booking = this.#puzzle.booked[index];
    const from = this.#at[index] ?? nowhere;
    if (booking === undefined || from === to) return;
    this.#change(booking, from, 'leave');
    this.#change(booking, to, 'take');
    this.#at[index] = to;
  }

  #change(booking: Booked, at: number, how: 'take' | 'leave'): void {
    const lane = this.#puzzle.lanes[at];
    if (lane === undefined) return;
    const before = lane.upMs;
    lane[how](pieceOn(at, booking));
    this.#upMs += lane.upMs - before;
    if (at !== booking.home) this.#moves += how === 'take' ? 1 : -1;
  }

  #lieAs(places: readonly number[]): void {
    const changed = [...places.keys()].filter((index) => places[index] !== this.#at[index]);
    for (const index of changed) this.#put(index, nowhere);
    for (const index of changed) this.#put(index, places[index] ?? nowhere);
  }

  /** Whoever can, where nothing is lost by it. */
  #goHome(): void {
    for (const [index, { home, own }] of this.#puzzle.booked.entries()) {
      const away = this.#at[index] ?? nowhere;
      if (away === home || this.#puzzle.lanes[home]?.hasRoom(own) !== true) continue;
      const priceMs = this.#priceMs();
      this.#put(index, home);
      if (this.#priceMs() > priceMs) this.#put(index, away);
    }
  }
}

function pieceOn(lane: number, { home, own, elsewhere }: Booked): Piece {
  return lane === home ? own : elsewhere;
}
