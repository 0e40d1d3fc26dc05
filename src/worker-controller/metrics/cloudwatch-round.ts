import type { WorkerView } from '@lcm/core/contracts/worker';
import type { Sample } from '@lcm/core/domain/metrics';
import { type Instant, instant } from '@lcm/core/kernel';
import type { HostMeasurement } from '@lcm/core/ports/host-metrics';
import { type InstanceId, instanceId } from '@lcm/core/ports/instances';
import { isUp, type MetricsDeps, type RoundResult } from './deps.ts';
import type { SampleOutbox } from './sample-outbox.ts';

/** Figures come late and one before another, so each look goes back over what was read before. */
const lookBackMs = 20 * 60_000;
/** CloudWatch throttles accounts, not callers: who was refused leaves the others some room first. */
const firstBackoffMs = 60_000;
const longestBackoffMs = 15 * 60_000;

interface Patience {
  readonly until: Instant;
  readonly backoffMs: number;
}

/** Asks CloudWatch about all hosts of a region in one question. A region that fails keeps no other waiting. */
export class CloudWatchRound {
  readonly #deps: MetricsDeps;
  readonly #outbox: SampleOutbox;
  readonly #patience = new Map<string, Patience>();

  constructor(deps: MetricsDeps, outbox: SampleOutbox) {
    this.#deps = deps;
    this.#outbox = outbox;
  }

  async take(workers: readonly WorkerView[]): Promise<RoundResult> {
    const now = this.#deps.clock.now();
    const measured = workers.filter((worker) => isUp(worker) && worker.instanceId !== undefined);
    const regions = Map.groupBy(measured, ({ spec }) => spec.region);
    const asked = [...regions]
      .filter(([region]) => (this.#patience.get(region)?.until ?? 0) <= now)
      .map(async ([region, some]) => ((await this.#ask(region, some)) ? [] : [region]));
    return { asked: asked.length, silent: (await Promise.all(asked)).flat() };
  }

  async #ask(region: string, workers: readonly WorkerView[]): Promise<boolean> {
    const { onFailure } = this.#deps;
    const byInstance = new Map(workers.map((worker) => [instanceOf(worker), worker] as const));
    // Who is measured each minute is asked for apart: a question has one period.
    const alike = Map.groupBy(workers, ({ detailedMonitoring = false }) => detailedMonitoring);
    try {
      const found = (await Promise.all([...alike].map(async (some) => this.#read(region, some)))).flat();
      this.#outbox.add(found.flatMap((one) => sampleOf(one, byInstance.get(one.instance))));
      this.#patience.delete(region);
      return true;
    } catch (error) {
      this.#backOff(region);
      onFailure?.({ source: 'cloudwatch', about: region, error });
      return false;
    }
  }

  async #read(region: string, [detailed, workers]: readonly [boolean, readonly WorkerView[]]) {
    const { hostMetrics, clock } = this.#deps;
    const until = clock.now();
    const from = instant(until - lookBackMs);
    return hostMetrics.read({ region, from, until, detailed, instances: workers.map(instanceOf) });
  }

  #backOff(region: string): void {
    const before = this.#patience.get(region)?.backoffMs ?? firstBackoffMs / 2;
    const backoffMs = Math.min(before * 2, longestBackoffMs);
    this.#patience.set(region, { until: instant(this.#deps.clock.now() + backoffMs), backoffMs });
  }
}

function instanceOf({ instanceId: id = '' }: WorkerView): InstanceId {
  return instanceId(id);
}

function sampleOf({ instance: _, ...figures }: HostMeasurement, worker: WorkerView | undefined): readonly Sample[] {
  // Before its present launch it was another host.
  if (worker === undefined || figures.at < worker.createdAt) return [];
  return [{ workerId: worker.id, source: 'cloudwatch', ...figures }];
}
