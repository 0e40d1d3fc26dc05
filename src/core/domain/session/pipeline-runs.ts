import type { Instant } from '../../kernel/index.ts';
import { evolveSession } from './evolve.ts';
import { currentPipeline, type PipelineName, pipelineDone, type StepState } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';

export const runResults = ['running', 'done', 'failed', 'broken-off'] as const;

/** One try of a step, from its beginning to what came of it. */
export interface StepAttempt {
  readonly step: string;
  /** Counts from one; from one again after somebody had it tried anew. */
  readonly number: number;
  readonly status: StepState['status'];
  readonly startedAt: Instant;
  readonly endedAt?: Instant | undefined;
  readonly message: string;
  /** Of one that somebody tried anew or skipped. */
  readonly by?: string | undefined;
}

/** One pipeline as it ran once. */
export interface PipelineRun {
  readonly pipeline: PipelineName;
  /** Of this pipeline of this session: counts from one. */
  readonly number: number;
  readonly startedAt: Instant;
  readonly endedAt?: Instant | undefined;
  readonly result: (typeof runResults)[number];
  /** Of one that did not come to its end: why. */
  readonly reason?: string | undefined;
  /** In the order in which they began. */
  readonly attempts: readonly StepAttempt[];
}

type StepEvent = Extract<SessionEvent, { step: string }>;

function isOfStep(event: SessionEvent): event is StepEvent {
  return 'step' in event;
}

/** All runs of a session, oldest first: each of its resets, of its gradings, of its hosts. */
export function pipelineRuns(events: readonly SessionEvent[]): readonly PipelineRun[] {
  let session: Session | undefined;
  const runs: PipelineRun[] = [];
  for (const event of events) {
    const before: Session | undefined = session;
    session = evolveSession(session, event);
    if (isOfStep(event)) note(runs, event);
    closeThatAreOver(runs, { before, after: session, event });
  }
  return runs;
}

function note(runs: PipelineRun[], event: StepEvent): void {
  const { pipeline } = event;
  const open = runs.findIndex((run) => run.pipeline === pipeline && run.result === 'running');
  const run = runs[open] ?? begun(runs, event);
  const attempts = withAttempt(run.attempts, event);
  if (open === -1) runs.push({ ...run, attempts });
  else runs[open] = { ...run, attempts };
}

function begun(runs: readonly PipelineRun[], { pipeline, at: startedAt }: StepEvent): PipelineRun {
  const number = runs.filter((run) => run.pipeline === pipeline).length + 1;
  return { pipeline, number, startedAt, result: 'running', attempts: [] };
}

function withAttempt(attempts: readonly StepAttempt[], event: StepEvent): readonly StepAttempt[] {
  const index = attempts.findLastIndex(({ step }) => step === event.step);
  const last = attempts[index];
  if (event.type === 'SessionStepStarted') return [...attempts, attemptOf(event, (last?.number ?? 0) + 1)];
  if (event.type === 'SessionStepRetried') {
    const before = last === undefined ? attempts : attempts.with(index, brokenOff(last, event));
    return [...before, attemptOf(event, 1)];
  }
  const ended = { status: statusAfter[event.type], endedAt: event.at, message: event.message, ...byOf(event) };
  return last?.status === 'running'
    ? attempts.with(index, { ...last, ...ended })
    : [...attempts, { ...attemptOf(event, 1), ...ended }];
}

function attemptOf(event: StepEvent, number: number): StepAttempt {
  const { step, message, at: startedAt } = event;
  return { step, number, status: 'running', startedAt, message, ...byOf(event) };
}

function byOf(event: StepEvent): Pick<StepAttempt, 'by'> {
  return 'by' in event && event.by !== undefined ? { by: event.by } : {};
}

const statusAfter = {
  SessionStepDone: 'done',
  SessionStepSkipped: 'skipped',
  SessionStepFailed: 'failed',
} as const;

interface Change {
  readonly before: Session | undefined;
  readonly after: Session;
  readonly event: SessionEvent;
}

/** A run is over when its session does something else, or begins it anew. */
function closeThatAreOver(runs: PipelineRun[], change: Change): void {
  for (const [index, run] of runs.entries()) if (isOver(run, change)) runs[index] = closed(run, change);
}

function isOver({ pipeline, result }: PipelineRun, { before, after }: Change): boolean {
  if (result !== 'running') return false;
  const count = (session: Session | undefined): number => Object.keys(session?.progress[pipeline] ?? {}).length;
  return currentPipeline(after) !== pipeline || count(after) < count(before);
}

function closed(run: PipelineRun, { before, after, event }: Change): PipelineRun {
  const progress = (isOfStep(event) ? after : before)?.progress[run.pipeline] ?? {};
  const ended = { ...run, endedAt: event.at, attempts: run.attempts.map((one) => brokenOff(one, event)) };
  if (pipelineDone(run.pipeline, progress)) return { ...ended, result: 'done' };
  const last = run.attempts.at(-1);
  if (last?.status === 'failed') return { ...ended, result: 'failed', reason: last.message };
  return { ...ended, result: 'broken-off', reason: after.reason };
}

/** What was under way when it was broken off did not come to anything. */
function brokenOff(attempt: StepAttempt, { at }: SessionEvent): StepAttempt {
  return attempt.status === 'running' ? { ...attempt, status: 'failed', endedAt: at } : attempt;
}
