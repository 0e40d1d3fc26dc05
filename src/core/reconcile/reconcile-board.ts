import type { Instant } from '../kernel/index.ts';
import type { ControllerObserver } from './controller.ts';
import type { LeaderEvent } from './leader.ts';
import type { Outcome, Reconciled } from './run-loop.ts';
import type { QueueDepth } from './work-queue.ts';

/** What keeps a key from being settled, in words. */
export interface KeyTrouble {
  readonly key: string;
  readonly kind: Outcome['kind'];
  readonly because: string;
  /** Since when it has been in trouble without a break, and when it was last looked at. */
  readonly since: Instant;
  readonly at: Instant;
  readonly times: number;
}

export interface ReconcilerReport {
  readonly reconciler: string;
  readonly depth: QueueDepth;
  readonly counts: Readonly<Record<Outcome['kind'], number>>;
  readonly busyMs: number;
  /** Keys that wait for something or fail, the longest first. */
  readonly troubles: readonly KeyTrouble[];
}

export interface BoardReport {
  readonly leadership: LeaderEvent | undefined;
  readonly reconcilers: readonly ReconcilerReport[];
}

interface Row {
  depth: () => QueueDepth;
  counts: Record<Outcome['kind'], number>;
  busyMs: number;
  readonly troubles: Map<string, KeyTrouble>;
}

/** Remembers what an operator asks first: who leads, how much there is to do, which keys are stuck, and why. */
export class ReconcileBoard implements ControllerObserver {
  readonly #rows = new Map<string, Row>();
  readonly #maxTroubles: number;
  #leadership: LeaderEvent | undefined;

  constructor(maxTroubles = 1_000) {
    this.#maxTroubles = maxTroubles;
  }

  readonly leadership = (event: LeaderEvent): void => {
    this.#leadership = event;
    // What a former leader was stuck on is now the successor's to say.
    if (event.kind === 'ended') for (const row of this.#rows.values()) row.troubles.clear();
  };

  readonly queueOpened = (reconciler: string, depth: () => QueueDepth): void => {
    this.#row(reconciler).depth = depth;
  };

  readonly reconciled = ({ reconciler, key, at, durationMs, outcome }: Reconciled): void => {
    const row = this.#row(reconciler);
    row.counts[outcome.kind] += 1;
    row.busyMs += durationMs;
    const because = reasonOf(outcome);
    const before = row.troubles.get(key);
    if (because === undefined) row.troubles.delete(key);
    else if (before !== undefined || row.troubles.size < this.#maxTroubles) {
      const [since, times] = [before?.since ?? at, (before?.times ?? 0) + 1];
      row.troubles.set(key, { key, kind: outcome.kind, because, since, at, times });
    }
  };

  report(): BoardReport {
    const reconcilers = Array.from(this.#rows, ([reconciler, { depth, counts, busyMs, troubles }]) => ({
      reconciler,
      depth: depth(),
      counts: { ...counts },
      busyMs,
      troubles: [...troubles.values()].toSorted((one, other) => one.since - other.since),
    }));
    return { leadership: this.#leadership, reconcilers };
  }

  #row(reconciler: string): Row {
    const present = this.#rows.get(reconciler);
    if (present !== undefined) return present;
    const counts = { settled: 0, again: 0, failed: 0, 'timed-out': 0, stopped: 0, terminal: 0 };
    const row = { depth: () => ({ ready: 0, waiting: 0, inFlight: 0 }), counts, busyMs: 0, troubles: new Map() };
    this.#rows.set(reconciler, row);
    return row;
  }
}

function reasonOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'settled' || outcome.kind === 'stopped') return undefined;
  if (outcome.kind === 'again') return outcome.because;
  return outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
}
