import { type Sample, thin } from '../../domain/metrics/index.ts';
import type { WorkerId } from '../../domain/worker/index.ts';
import type { Instant } from '../../kernel/index.ts';
import type { SampleHistoryQuery, SampleStore } from '../../ports/sample-store/index.ts';

/** Samples that end with the process. */
export class MemorySampleStore implements SampleStore {
  readonly #workers = new Map<WorkerId, Map<string, Sample>>();

  async append(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) this.#of(sample.workerId).set(`${sample.source} ${sample.at}`, sample);
  }

  async latest(workerId: WorkerId): Promise<readonly Sample[]> {
    const bySource = new Map<string, Sample>();
    for (const sample of this.#all(workerId)) {
      if (sample.at >= (bySource.get(sample.source)?.at ?? 0)) bySource.set(sample.source, sample);
    }
    return [...bySource.values()];
  }

  async history({ workerId, ...wanted }: SampleHistoryQuery): Promise<readonly Sample[]> {
    return thin(this.#all(workerId), wanted);
  }

  async deleteBefore(at: Instant): Promise<void> {
    for (const [id, samples] of this.#workers) {
      for (const [key, sample] of samples) if (sample.at < at) samples.delete(key);
      if (samples.size === 0) this.#workers.delete(id);
    }
  }

  #all(workerId: WorkerId): readonly Sample[] {
    return [...(this.#workers.get(workerId)?.values() ?? [])];
  }

  #of(workerId: WorkerId): Map<string, Sample> {
    const known = this.#workers.get(workerId);
    if (known) return known;
    const fresh = new Map<string, Sample>();
    this.#workers.set(workerId, fresh);
    return fresh;
  }
}
