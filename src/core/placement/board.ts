import type { Amounts, Worker } from '../domain/worker/index.ts';
import { seatOf } from './seat.ts';
import { peakOf, type Span } from './timeline.ts';

type Workers = readonly Worker[];

/** What is left of each worker of a list throughout one stretch of time, side by side, so that a full fleet is seen at once. */
export interface Board {
  readonly cpuCores: Float64Array;
  readonly memoryMiB: Float64Array;
}

const stretchMs = 15 * 60_000;
const mostStretches = 256;

/** The stretch of each board: its number since the epoch. */
type Boards = Map<number, Board>;

const boards = new WeakMap<Workers, Boards>();

/** Of the first whole stretch within the span; undefined when it is too short to have one. */
export function boardWithin(workers: Workers, { from, until }: Span): Board | undefined {
  const stretch = Math.ceil(from / stretchMs);
  if ((stretch + 1) * stretchMs > until) return undefined;
  const all: Boards = boards.get(workers) ?? new Map();
  boards.set(workers, all);
  const made = all.get(stretch);
  if (made !== undefined) return made;
  const [oldest] = all.keys();
  if (oldest !== undefined && all.size >= mostStretches) all.delete(oldest);
  const fresh = { cpuCores: new Float64Array(workers.length), memoryMiB: new Float64Array(workers.length) };
  for (const [at, worker] of workers.entries()) write({ board: fresh, stretch }, worker, at);
  all.set(stretch, fresh);
  return fresh;
}

/** Sums of fractions differ by less, depending on their order: what is that near is looked at closely. */
const hair = 1e-6;

/** True only of one that surely has no room; what is left of it may still be too little in another part of the span. */
export function isFull({ cpuCores, memoryMiB }: Board, at: number, needs: Amounts): boolean {
  return needs.cpuCores > (cpuCores[at] ?? 0) + hair || needs.memoryMiB > (memoryMiB[at] ?? 0) + hair;
}

/** The boards of a list become those of the list with another state of one worker: all others are as they were. */
export function passOn(before: Workers, after: Workers, at: number): void {
  const all = boards.get(before);
  const changed = after[at];
  if (all === undefined || changed === undefined || before.length !== after.length) return;
  boards.delete(before);
  boards.set(after, all);
  for (const [stretch, board] of all) write({ board, stretch }, changed, at);
}

/** Sessions that outstay their time are left out: they only make less of it. */
function write({ board, stretch }: { board: Board; stretch: number }, worker: Worker, at: number): void {
  const { capacity, timeline } = seatOf(worker);
  const used = peakOf(timeline, { from: stretch * stretchMs, until: (stretch + 1) * stretchMs });
  board.cpuCores[at] = capacity.cpuCores - used.cpuCores;
  board.memoryMiB[at] = capacity.memoryMiB - used.memoryMiB;
}
