const minute = 60_000;

/** What the minutes of hosts went into. */
export interface Spent {
  /** From asking for a host until it is up, or has failed. */
  readonly booting: number;
  /** Up, and its first session has not begun. */
  readonly waiting: number;
  /** With a session on it. */
  readonly working: number;
  /** Between sessions, after the last one, and for none at all. */
  readonly resting: number;
}

interface Run {
  readonly askedAt: number;
  upAt?: number;
  offAt?: number;
}

interface Stay {
  readonly from: number;
  readonly until: number;
}

/** When each host was asked for, came up and went, and who was on it. */
export class Ledger {
  readonly #runs = new Map<string, Run[]>();
  readonly #stays = new Map<string, Stay[]>();

  asked(host: string, at: number): void {
    const runs = this.#runs.get(host) ?? [];
    this.#runs.set(host, [...runs, { askedAt: at }]);
  }

  up(host: string, at: number): void {
    const run = this.#runs.get(host)?.at(-1);
    if (run !== undefined) run.upAt = at;
  }

  off(host: string, at: number): void {
    const run = this.#runs.get(host)?.at(-1);
    if (run !== undefined) run.offAt = at;
  }

  stayed(host: string, stay: Stay): void {
    this.#stays.set(host, [...(this.#stays.get(host) ?? []), stay]);
  }

  read(end: number): Spent {
    const all = [...this.#runs].flatMap(([host, runs]) => {
      const stays = (this.#stays.get(host) ?? []).toSorted((a, b) => a.from - b.from);
      return runs.map((run) => spentIn(run, stays, end));
    });
    const sum = (of: keyof Spent): number => all.reduce((total, spent) => total + spent[of], 0) / minute;
    return { booting: sum('booting'), waiting: sum('waiting'), working: sum('working'), resting: sum('resting') };
  }
}

function spentIn({ askedAt, upAt, offAt }: Run, stays: readonly Stay[], end: number): Spent {
  const goneAt = Math.min(offAt ?? end, end);
  const readyAt = Math.min(upAt ?? goneAt, goneAt);
  let [first, covered, working] = [goneAt, readyAt, 0];
  for (const { from, until } of stays) {
    const [begin, last] = [Math.max(from, covered), Math.min(until, goneAt)];
    if (last <= begin) continue;
    first = Math.min(first, begin);
    working += last - begin;
    covered = last;
  }
  const waiting = working === 0 ? 0 : first - readyAt;
  return { booting: readyAt - askedAt, waiting, working, resting: goneAt - readyAt - working - waiting };
}
