import type { Verdict } from '../domain/session/index.ts';
import { type Resource, resources, type Worker } from '../domain/worker/index.ts';
import { boardWithin, isFull } from './board.ts';
import { type Asked, fitOn, isHindered, shortOf, startOn } from './fit.ts';
import { windowAt } from './fleet.ts';
import { seatOf } from './seat.ts';

/** One that may be named in a refusal; what it lacks is looked at only where that decides. */
interface Candidate {
  readonly worker: Worker;
  /** Infinite where nothing that can be foreseen makes room. */
  readonly start: number;
}

/**
 * So many workers that a refusal names: those first that would take it soonest, and among equals those that lack least. Of a
 * large fleet most are passed over by their start alone, which is looked for no further than that of the last one named.
 */
export function nearest(workers: readonly Worker[], asked: Asked, most: number): readonly Worker[] {
  const named: Candidate[] = [];
  const lacks = new Map<Worker, number>();
  const lackOf = (worker: Worker): number => {
    const known = lacks.get(worker) ?? against(worker, asked);
    lacks.set(worker, known);
    return known;
  };
  const isNearer = (a: Candidate, b: Candidate): boolean =>
    a.start === b.start ? lackOf(a.worker) < lackOf(b.worker) : a.start < b.start;
  for (const worker of workers) {
    const last = named.length < most ? undefined : named.at(-1);
    const start = startOn(worker, asked, (last?.start ?? Number.POSITIVE_INFINITY) + 1) ?? Number.POSITIVE_INFINITY;
    const candidate = { worker, start };
    if (last !== undefined && !isNearer(candidate, last)) continue;
    const found = named.findLastIndex((other) => !isNearer(candidate, other));
    named.splice(found + 1, 0, candidate);
    named.length = Math.min(named.length, most);
  }
  return named.map(({ worker }) => worker);
}

function against(worker: Worker, asked: Asked): number {
  const { obstacles, short } = fitOn(worker, asked).verdict;
  return obstacles.length * resources.length + Object.keys(short).length;
}

const reasons = {
  cpuCores: 'too few cores left',
  memoryMiB: 'too little memory left',
  storageGiB: 'too little storage left',
  nodes: 'too few licensed nodes left',
  ports: 'too few ports left',
} as const satisfies Record<Resource | 'ports', string>;

/** How many of the list are not named and have not ended, by what speaks against each first. */
export function reasonsOf(
  workers: readonly Worker[],
  named: ReadonlySet<Worker>,
  asked: Asked,
): NonNullable<Verdict['others']> {
  const { request, now } = asked;
  // That of the list itself: it is kept from the search for a place.
  const board = request.start === undefined ? undefined : boardWithin(workers, windowAt(request.start, now, asked));
  const onlyCores = { ...request.needs, memoryMiB: 0, storageGiB: 0, nodes: 0 };
  const counts = new Map<string, number>();
  for (const [at, worker] of workers.entries()) {
    if (worker.status === 'terminated' || named.has(worker)) continue;
    // What is short of cores for a part of the time is short of them.
    const isBusy = board !== undefined && isFull(board, at, onlyCores);
    const reason = mainReason(worker, asked, isBusy);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

function mainReason(worker: Worker, asked: Asked, isBusy: boolean): string {
  if (isHindered(seatOf(worker), asked)) return 'not to be used, or not in time';
  if (isBusy) return reasons.cpuCores;
  const short = shortOf(worker, asked);
  const [first] = [...resources, 'ports' as const].filter((each) => short[each] !== undefined);
  return first === undefined ? 'not needed' : reasons[first];
}
