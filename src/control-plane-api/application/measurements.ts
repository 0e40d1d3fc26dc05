import { WorkerMeasurement } from '@lcm/core/contracts/metrics';
import { measurementEventName } from '@lcm/core/contracts/stream';
import { type CurrentFigures, currentFigures, type Sample } from '@lcm/core/domain/metrics';
import type { WorkerId } from '@lcm/core/domain/worker';
import { type Clock, type Instant, instant } from '@lcm/core/kernel';
import type { SampleHistoryQuery, SampleStore } from '@lcm/core/ports/sample-store';
import * as z from 'zod';
import type { LiveItem } from './live-feed.ts';

export interface MeasurementsDeps {
  readonly samples: SampleStore;
  readonly clock: Clock;
  readonly keptDays: () => number;
  /** Tells those who watch now. */
  readonly publish: (item: Omit<LiveItem, 'id'>) => void;
}

/** What was measured of a worker within one report: from the oldest sample to the newest, both included. */
export interface MeasuredSpan {
  readonly workerId: WorkerId;
  readonly from: Instant;
  readonly to: Instant;
}

const dayMs = 86_400_000;
const sweepEveryMs = 3_600_000;

/** What was measured of workers: kept for a while, told to those who watch, never part of any state. */
export class Measurements {
  readonly #deps: MeasurementsDeps;
  readonly #onTaken: ((spans: readonly MeasuredSpan[]) => void)[] = [];
  #sweptAt: Instant = instant(0);

  constructor(deps: MeasurementsDeps) {
    this.#deps = deps;
  }

  get keptDays(): number {
    return this.#deps.keptDays();
  }

  /** Called when samples were brought to this process and are stored: others of the same store do not know yet. */
  onTaken(listener: (spans: readonly MeasuredSpan[]) => void): void {
    this.#onTaken.push(listener);
  }

  /** Answers with the figures that each of these workers has now. */
  async take(samples: readonly Sample[]): Promise<ReadonlyMap<WorkerId, CurrentFigures>> {
    const wanted = samples.filter(({ at }) => at >= this.#keptSince());
    await this.#deps.samples.append(wanted);
    await this.#sweep();
    const byWorker = Map.groupBy(wanted, ({ workerId }) => workerId);
    const current = new Map<WorkerId, CurrentFigures>();
    for (const [workerId, fresh] of byWorker) {
      const figures = await this.current(workerId);
      current.set(workerId, figures);
      this.#tell(workerId, figures, fresh);
    }
    const spans = [...byWorker].map(([workerId, fresh]) => spanOf(workerId, fresh));
    if (spans.length > 0) for (const listener of this.#onTaken) listener(spans);
    return current;
  }

  /** Tells those who watch here of samples that were brought to another process. */
  async retell({ workerId, from, to }: MeasuredSpan): Promise<void> {
    const until = instant(to + 1);
    // A point for each millisecond: as they were measured, not thinned.
    const samples = await this.history({ workerId, from, until, points: until - from });
    this.#tell(workerId, await this.current(workerId), samples);
  }

  async current(workerId: WorkerId): Promise<CurrentFigures> {
    return currentFigures(await this.#deps.samples.latest(workerId), this.#deps.clock.now());
  }

  async history(query: SampleHistoryQuery): Promise<readonly Sample[]> {
    return this.#deps.samples.history(query);
  }

  #tell(workerId: WorkerId, current: CurrentFigures, samples: readonly Sample[]): void {
    this.#deps.publish({
      event: measurementEventName,
      subject: { kind: 'worker', id: workerId },
      workerId,
      data: z.encode(WorkerMeasurement, { workerId, current, samples: [...samples] }),
      audience: { permission: 'worker:read' },
    });
  }

  #keptSince(): Instant {
    return instant(this.#deps.clock.now() - this.keptDays * dayMs);
  }

  /** Whoever brings new samples clears away the old ones, so that a file without news does not grow either. */
  async #sweep(): Promise<void> {
    const now = this.#deps.clock.now();
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    await this.#deps.samples.deleteBefore(this.#keptSince());
  }
}

function spanOf(workerId: WorkerId, samples: readonly Sample[]): MeasuredSpan {
  const times = samples.map(({ at }) => at);
  return { workerId, from: instant(Math.min(...times)), to: instant(Math.max(...times)) };
}
