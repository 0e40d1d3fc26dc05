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
  readonly keptDays: number;
  /** Tells those who watch now. */
  readonly publish: (item: Omit<LiveItem, 'id'>) => void;
}

const dayMs = 86_400_000;
const sweepEveryMs = 3_600_000;

/** What was measured of workers: kept for a while, told to those who watch, never part of any state. */
export class Measurements {
  readonly #deps: MeasurementsDeps;
  #sweptAt: Instant = instant(0);

  constructor(deps: MeasurementsDeps) {
    this.#deps = deps;
  }

  get keptDays(): number {
    return this.#deps.keptDays;
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
    return current;
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
    return instant(this.#deps.clock.now() - this.#deps.keptDays * dayMs);
  }

  /** Whoever brings new samples clears away the old ones, so that a file without news does not grow either. */
  async #sweep(): Promise<void> {
    const now = this.#deps.clock.now();
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    await this.#deps.samples.deleteBefore(this.#keptSince());
  }
}
