import { builtInGradingEngine } from '@lcm/core/adapters/grading-engine/built-in-grading-engine';
import type { Clock } from '@lcm/core/kernel';
import {
  type GradingAnswer,
  type GradingEngine,
  GradingEngineError,
  type GradingEngineErrorCode,
  type GradingRequest,
  gradingKey,
} from '@lcm/core/ports/grading-engine';

/** An engine outside that takes its time, judges as ours does, and fails as it is told. */
export class FakeGradingEngine implements GradingEngine {
  /** The gradings that it has taken, once each. */
  readonly taken = new Map<string, { readonly since: number; readonly request: GradingRequest }>();
  asked = 0;
  trouble: GradingEngineErrorCode | undefined;
  takesMs = 10_000;
  readonly #clock: Clock;
  readonly #judge: GradingEngine;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#judge = builtInGradingEngine(clock);
  }

  async grade(request: GradingRequest): Promise<GradingAnswer> {
    this.asked += 1;
    if (this.trouble !== undefined) throw new GradingEngineError(this.trouble, `the engine is ${this.trouble}`);
    const key = gradingKey(request);
    const taken = this.taken.get(key) ?? { since: this.#clock.now(), request };
    this.taken.set(key, taken);
    if (this.#clock.now() - taken.since < this.takesMs) return { state: 'grading' };
    const answer = await this.#judge.grade(taken.request);
    if (answer.state === 'grading') return answer;
    return {
      state: 'graded',
      report: { ...answer.report, engine: { name: 'external', version: '7' } },
      rulesVersion: '3/1',
    };
  }
}
