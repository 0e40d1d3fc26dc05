import { type Exam, monthMs } from './calendar.ts';
import { host, importMs } from './nature.ts';

const minute = 60_000;
const cleanUpMs = 10 * minute;
const usualCleanUpMs = 4 * minute;
export const readyMs = 2 * minute;

/** What came of one rule in one month. */
export interface Outcome {
  /** Of the exams that were promised and not cancelled, those ready two minutes before their start. */
  readonly ready: number;
  readonly late: number;
  readonly refused: number;
  readonly boots: number;
  /** Sessions that got another place before anything of them existed. */
  readonly moves: number;
  readonly hostMinutes: number;
  readonly mostHosts: number;
}

/** When each host was paid for. */
export class Meter {
  readonly #changes: { readonly at: number; readonly by: 1 | -1 }[] = [];

  on(at: number): void {
    this.#changes.push({ at, by: 1 });
  }

  off(at: number): void {
    this.#changes.push({ at, by: -1 });
  }

  read(): Pick<Outcome, 'hostMinutes' | 'mostHosts'> {
    let [count, last, hostMs, mostHosts] = [0, 0, 0, 0];
    const changes = this.#changes.toSorted((a, b) => a.at - b.at || a.by - b.by);
    for (const { at, by } of changes) {
      hostMs += count * (at - last);
      last = at;
      count += by;
      mostHosts = Math.max(mostHosts, count);
    }
    hostMs += count * Math.max(0, monthMs - last);
    return { hostMinutes: hostMs / minute, mostHosts };
  }
}

/**
 * The fewest hosts that could hold what is booked, minute by minute, each of them there in no time and gone in none: by each
 * resource what is wanted of all together. No packing can do with fewer.
 */
export function demandOf(
  exams: readonly Exam[],
  spanOf: (exam: Exam) => Span = booked,
): { readonly hostMinutes: number; readonly mostHosts: number } {
  const minutes = monthMs / minute + 24 * 60;
  const [cores, memory] = [new Float64Array(minutes + 1), new Float64Array(minutes + 1)];
  for (const exam of exams.filter(({ cancelledAt }) => cancelledAt === undefined)) {
    const { from, until } = spanOf(exam);
    const [first, last] = [Math.max(0, Math.round(from / minute)), Math.round(until / minute)];
    for (const [sums, amount] of [
      [cores, exam.lab.cores],
      [memory, exam.lab.memoryMiB],
    ] as const) {
      sums[first] = sumAt(sums, first) + amount;
      sums[last] = sumAt(sums, last) - amount;
    }
  }
  let [hostMinutes, mostHosts, usedCores, usedMemory] = [0, 0, 0, 0];
  for (let at = 0; at < minutes; at += 1) {
    usedCores += sumAt(cores, at);
    usedMemory += sumAt(memory, at);
    const hosts = Math.ceil(Math.max(usedCores / host.cpuCores, usedMemory / host.memoryMiB) - 1e-9);
    hostMinutes += hosts;
    mostHosts = Math.max(mostHosts, hosts);
  }
  return { hostMinutes, mostHosts };
}

function sumAt(sums: Float64Array, at: number): number {
  return sums[at] ?? 0;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** A lab takes its room while it is prepared, for as long as CML says, and until it is cleared away: only hosts boot at once. */
function booked({ lab, start, durationMs }: Exam): Span {
  return { from: start - readyMs - importMs - lab.bootSeconds * 1_000, until: start + durationMs + cleanUpMs };
}

/** The same, if everybody knew when candidates will leave, and how quickly is cleared away then. */
export function used(exam: Exam): Span {
  return { ...booked(exam), until: exam.endsAt + usualCleanUpMs };
}
