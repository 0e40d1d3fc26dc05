import type { Sample } from '@lcm/core/domain/metrics';
import type { MetricsDeps } from './deps.ts';

/** Long enough that many answers go together, short enough that nobody waits for the slowest. */
const gatherMs = 500;
/** As many as one report takes. */
const batchSize = 500;

/** Sends what was measured to the control plane, in batches. What cannot be sent is dropped: it is measured again. */
export class SampleOutbox {
  readonly #deps: MetricsDeps;
  #waiting: Sample[] = [];
  #isSending = false;

  constructor(deps: MetricsDeps) {
    this.#deps = deps;
  }

  add(samples: readonly Sample[]): void {
    this.#waiting.push(...samples);
    if (this.#waiting.length > 0 && !this.#isSending) void this.#send();
  }

  async #send(): Promise<void> {
    const { clock, signal } = this.#deps;
    this.#isSending = true;
    while (this.#waiting.length > 0) {
      await clock.sleep(gatherMs, signal);
      const batch = this.#waiting.splice(0, batchSize);
      if (!signal.aborted) await this.#report(batch);
    }
    this.#isSending = false;
  }

  async #report(samples: Sample[]): Promise<void> {
    const { controlPlane, fence, onFailure } = this.#deps;
    const failed = (error: unknown): void =>
      onFailure?.({ source: 'control-plane', about: `${samples.length} samples`, error });
    try {
      const options = { fence: fence(), correlationId: 'measurements' };
      const told = await controlPlane.send('ReportSamples', { samples }, options);
      if (!told.ok) failed(new Error(told.rejection.message));
    } catch (error) {
      failed(error);
    }
  }
}
