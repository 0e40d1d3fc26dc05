import type { Evidence, GradingEngineName, GradingRules, ScoreReport } from '../../domain/grading/index.ts';

export interface GradingRequest {
  readonly sessionId: string;
  /** Names this grading among those of the session: asking again for the same one is asking once. */
  readonly grading: string;
  readonly candidate: string;
  /** Names the content, and with it what an engine with rules of its own judges by. */
  readonly formQualifiedName: string;
  readonly evidence: Evidence;
  /** Of the content, where it has some. */
  readonly rules: GradingRules | undefined;
}

export type GradingAnswer =
  /** Taken, and not done: ask again. */
  | { readonly state: 'grading' }
  | {
      readonly state: 'graded';
      readonly report: ScoreReport;
      /** Of an engine with rules of its own, which version of them it was. */
      readonly rulesVersion?: string | undefined;
    };

/**
 * Who turns evidence into points. Every adapter passes `contract.ts`. What the engine does not say of an item is not
 * gradable: nobody passes by it.
 */
export interface GradingEngine {
  /** Brings this grading on by whatever is missing, and says how far it is; it never waits for the engine to finish. */
  grade(request: GradingRequest): Promise<GradingAnswer>;
}

/** The engines of an installation. */
export interface GradingEngines {
  /** @throws GradingEngineError `unreachable` when there is none of that name here */
  at(name: GradingEngineName): GradingEngine;
}

export function gradingEnginesOf(builtIn: GradingEngine, external: GradingEngine | undefined): GradingEngines {
  return {
    at(name) {
      const found = name === 'built-in' ? builtIn : external;
      if (found !== undefined) return found;
      throw new GradingEngineError('unreachable', 'no external grading engine is set up here (GRADING_ENGINE_URL)');
    },
  };
}

/** One grading, as an engine outside knows it. */
export function gradingKey({ sessionId, grading }: Pick<GradingRequest, 'sessionId' | 'grading'>): string {
  return `${sessionId}-${grading}`;
}

/** The session that a grading is of. */
export function sessionOfGrading(key: string): string | undefined {
  return /^(.+)-[^-]+$/.exec(key)?.[1];
}

export type GradingEngineErrorCode =
  /** It does not answer. */
  | 'unreachable'
  /** It does not let us in. */
  | 'denied'
  /** It does not take this grading. */
  | 'refused'
  /** It tried to grade, and could not. */
  | 'faulted'
  /** What it answers cannot be true. */
  | 'nonsense';

export class GradingEngineError extends Error {
  override readonly name = 'GradingEngineError';
  readonly code: GradingEngineErrorCode;

  constructor(code: GradingEngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
