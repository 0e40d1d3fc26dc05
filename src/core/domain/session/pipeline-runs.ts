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
  const { step, message, at } = event;
  const last = attempts.findLastIndex((one) => one.step === step);
  const open = attempts[last]?.status === 'running' ? attempts[last] : undefined;
  const by = 'by' in event ? event.by : undefined;
  if (event.type === 'SessionStepStarted' || event.type === 'SessionStepRetried') {
    const anew = event.type === 'SessionStepRetried';
    const number = anew ? 1 : (attempts[last]?.number ?? 0) + 1;
    const left = open && anew ? attempts.with(last, { ...open, status: 'failed', endedAt: at }) : attempts;
    return [...left, { step, number, status: 'running', startedAt: at, message, ...(by !== undefined && { by }) }];
  }
  const status = statusAfter[event.type];
  const ended = { status, endedAt: at, message, ...(by !== undefined && { by }) };
  if (open === undefined) return [...attempts, { step, number: 1, startedAt: at, ...ended }];
  return attempts.with(last, { ...open, ...ended });
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
  for (const [index, run] of runs.entries()) {
    if (run.result !== 'running') continue;
    const { pipeline } = run;
    const { before, after, event } = change;
    const isCurrent = currentPipeline(after) === pipeline && !isAnew(pipeline, change);
    if (isCurrent) continue;
    const progress = (isOfStep(event) ? after : before)?.progress[pipeline] ?? {};
    const result = pipelineDone(pipeline, progress) ? 'done' : resultOf(run);
    const reason = result === 'done' ? {} : { reason: reasonOf(run, result) ?? after.reason };
    runs[index] = {
      ...run,
      result,
      endedAt: event.at,
      attempts: run.attempts.map((one) => left(one, event)),
      ...reason,
    };
  }
}

function isAnew(pipeline: PipelineName, { before, after }: Change): boolean {
  const count = (session: Session | undefined): number => Object.keys(session?.progress[pipeline] ?? {}).length;
  return count(after) < count(before);
}

function resultOf({ attempts }: PipelineRun): 'failed' | 'broken-off' {
  return attempts.at(-1)?.status === 'failed' ? 'failed' : 'broken-off';
}

function reasonOf({ attempts }: PipelineRun, result: 'failed' | 'broken-off'): string | undefined {
  return result === 'failed' ? attempts.at(-1)?.message : undefined;
}

/** What was under way when its run was broken off did not come to anything. */
function left(attempt: StepAttempt, { at }: SessionEvent): StepAttempt {
  return attempt.status === 'running' ? { ...attempt, status: 'failed', endedAt: at } : attempt;
}
