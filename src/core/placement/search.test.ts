import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hour, minute } from '../domain/testing/index.ts';
import { nothing } from '../domain/worker/index.ts';
import { instant, SeededRandom } from '../kernel/index.ts';
import { Lane, type Piece } from './lane.ts';
import { type Booked, type Puzzle, Search } from './search.ts';

const capacity = { ...nothing, cpuCores: 8, memoryMiB: 16_000 };
const rests = { bootMs: 20 * minute, now: instant(0) };
const leastMs = 2 * minute;

interface Given {
  readonly piece: Piece;
  readonly home: number;
  /** Lanes that it may not leave for. */
  readonly barred: readonly number[];
}

function puzzleOf(all: readonly Given[], { lanes, mostMoves = 25 }: { lanes: number; mostMoves?: number }): Puzzle {
  const on = (lane: number) => all.filter(({ home }) => home === lane).map(({ piece }) => piece);
  const upUntil = Number.NEGATIVE_INFINITY;
  return {
    lanes: Array.from({ length: lanes }, (_, lane) => new Lane({ capacity, rests, upUntil }, on(lane))),
    booked: all.map(({ piece, home, barred }): Booked => {
      return { home, own: piece, elsewhere: { ...piece }, mayGoTo: (lane) => !barred.includes(lane) };
    }),
    leastMs,
    mostMoves,
  };
}

function aPiece(fromMs: number, untilMs: number, cpuCores: number): Piece {
  return { from: fromMs, until: untilMs, amounts: { ...nothing, cpuCores, memoryMiB: 1 } };
}

function upMs({ lanes }: Puzzle): number {
  return lanes.reduce((sum, lane) => sum + lane.upMs, 0);
}

const given = fc.record({
  fromMinutes: fc.integer({ min: 0, max: 300 }),
  lastsMinutes: fc.integer({ min: 20, max: 200 }),
  cpuCores: fc.integer({ min: 1, max: 6 }),
  barred: fc.subarray([0, 1, 2, 3, 4]),
});

/** Each on the first lane that has room for it, so that all fit; one more lane than is needed is there too. */
const arrangements = fc
  .record({ all: fc.array(given, { maxLength: 16 }), seed: fc.nat(), mostMoves: fc.integer({ min: 0, max: 12 }) })
  .map(({ all, seed, mostMoves }) => {
    const lanes = Array.from({ length: 5 }, () => new Lane({ capacity, rests, upUntil: 0 }, []));
    const placed = all.flatMap(({ fromMinutes, lastsMinutes, cpuCores, barred }): Given[] => {
      const piece = aPiece(fromMinutes * minute, (fromMinutes + lastsMinutes) * minute, cpuCores);
      const home = lanes.findIndex((lane) => lane.hasRoom(piece));
      lanes[home]?.take(piece);
      return home === -1 ? [] : [{ piece, home, barred }];
    });
    return { placed, seed, mostMoves };
  });

function coresAt(at: number, pieces: readonly Piece[]): number {
  const there = pieces.filter(({ from, until }) => from <= at && until > at);
  return there.reduce((sum, { amounts }) => sum + amounts.cpuCores, 0);
}

describe('a search for a better arrangement', () => {
  test('ends with one that fits, that is worth its moves, and within what may be moved and where to', () => {
    fc.assert(
      fc.property(arrangements, ({ placed, seed, mostMoves }) => {
        const puzzle = puzzleOf(placed, { lanes: 5, mostMoves });
        const before = upMs(puzzle);
        const found = new Search(puzzle, new SeededRandom(seed)).run();
        const moved = placed.filter(({ home }, index) => found[index] !== home);
        expect(moved.length).toBeLessThanOrEqual(mostMoves);
        expect(before - upMs(puzzle)).toBeGreaterThanOrEqual(moved.length * leastMs);
        for (const [index, { home, barred, piece }] of placed.entries()) {
          const lane = found[index] ?? -1;
          expect(lane === home || !barred.includes(lane)).toBe(true);
          const together = placed.filter((_, other) => found[other] === lane);
          const all = together.map((each) => each.piece);
          expect(coresAt(piece.from, all)).toBeLessThanOrEqual(capacity.cpuCores);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('is the same for the same chances', () => {
    fc.assert(
      fc.property(arrangements, ({ placed, seed }) => {
        const found = () => new Search(puzzleOf(placed, { lanes: 5 }), new SeededRandom(seed)).run();
        expect(found()).toEqual(found());
      }),
      { numRuns: 30 },
    );
  });

  test('has two change places where both hosts are full, so that one of them can rest early', () => {
    const [long, short] = [aPiece(0, 4 * hour, 4), aPiece(0, hour, 4)];
    const all = [
      { piece: long, home: 0, barred: [] },
      { piece: short, home: 0, barred: [] },
      { piece: { ...long }, home: 1, barred: [] },
      { piece: { ...short }, home: 1, barred: [] },
    ];
    const puzzle = puzzleOf(all, { lanes: 2 });
    const [one, two, three, four] = new Search(puzzle, new SeededRandom(1)).run();
    expect([one, two]).toEqual([three, four]);
    expect(upMs(puzzle)).toBe(5 * hour + 2 * rests.bootMs);
  });

  test('takes no longer than others can wait for, however full the calendars are', () => {
    let looks = 0;
    class Watched extends Lane {
      override addedMs(piece: Piece): number {
        looks += this.size;
        return super.addedMs(piece);
      }
    }
    const upUntil = Number.NEGATIVE_INFINITY;
    const full = Array.from({ length: 200 }, (_, hours) => aPiece(hours * hour, (hours + 1) * hour, 4));
    const pieces = Array.from({ length: 30 }, (_, number) => aPiece(number * hour, (number + 1) * hour, 4));
    const lanes = pieces.map((piece) => new Watched({ capacity, rests, upUntil }, [...full, piece]));
    const booked = pieces.map((piece, home): Booked => ({ home, own: piece, elsewhere: piece, mayGoTo: () => true }));
    new Search({ lanes, booked, leastMs, mostMoves: 25 }, new SeededRandom(1)).run();
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(2_000_000);
  });
});
