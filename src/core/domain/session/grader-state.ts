import { type Instant, instant } from '../../kernel/index.ts';
import type { GradingEngineName } from '../grading/engine.ts';

/** Since when the engine that is to grade a session has not taken it. */
export interface GraderAway {
  readonly since: Instant;
  readonly reason: string;
  readonly engine: GradingEngineName;
}

const firstTryMs = 15_000;
const longestPauseMs = 300_000;

/** When the engine is asked next: ever more rarely, and known without anybody remembering the last time. */
export function nextGraderTry({ since }: Pick<GraderAway, 'since'>, at: Instant): Instant {
  let due = since;
  for (let pauseMs = firstTryMs; due <= at; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    due = instant(due + pauseMs);
  }
  return due;
}
