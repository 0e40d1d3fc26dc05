import type { WorkerView } from '@lcm/core/contracts/worker';
import type { WorkerId } from '@lcm/core/domain/worker';
import { cmlSample } from './cml-sample.ts';
import { isUp, type MetricsDeps, type RoundResult } from './deps.ts';
import type { SampleOutbox } from './sample-outbox.ts';

/** Asks every CML server at once; each answer goes on as it comes. */
export class CmlRound {
  readonly #deps: MetricsDeps;
  readonly #outbox: SampleOutbox;
  /** A server that has not answered yet is not asked again. */
  readonly #asked = new Map<WorkerId, string>();

  constructor(deps: MetricsDeps, outbox: SampleOutbox) {
    this.#deps = deps;
    this.#outbox = outbox;
  }

  /** Resolves when each has answered, or has had its time. */
  async take(workers: readonly WorkerView[]): Promise<RoundResult> {
    const { clock, settings, onFailure } = this.#deps;
    const silent = new Set<string>();
    const ready = workers.filter((worker) => isUp(worker) && worker.service === 'available');
    const asked = ready.flatMap((worker) => {
      const { id, endpoint } = worker;
      return endpoint === undefined || this.#asked.has(id) ? [] : [this.#ask(worker, endpoint, silent)];
    });
    const late = new AbortController();
    const timeUp = clock.sleep(settings.answerMs, late.signal);
    await Promise.race([Promise.all(asked), timeUp]);
    late.abort('the round is over');
    for (const [id, name] of this.#asked) {
      silent.add(name);
      onFailure?.({ source: 'cml', about: id, error: new Error(`no answer within ${settings.answerMs} ms`) });
    }
    return { asked: asked.length, silent: [...silent] };
  }

  async #ask({ id: workerId, name }: WorkerView, url: string, silent: Set<string>): Promise<void> {
    const { cml, cmlAccess, clock, onFailure } = this.#deps;
    this.#asked.set(workerId, name);
    try {
      const { username, password } = cmlAccess;
      const stats = await cml.at({ url, username, password }).stats();
      this.#outbox.add([cmlSample(workerId, stats, clock.now())]);
    } catch (error) {
      silent.add(name);
      onFailure?.({ source: 'cml', about: workerId, error });
    } finally {
      this.#asked.delete(workerId);
    }
  }
}
