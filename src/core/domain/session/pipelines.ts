import type { Instant } from '../../kernel/index.ts';
import type { SessionStatus } from './lifecycle.ts';

/** One step of a pipeline. It starts when everything it needs is done; those that may, run side by side. */
export interface StepSpec {
  readonly needs: readonly string[];
  /** An attempt that takes longer has failed. */
  readonly timeoutSeconds: number;
  /** 0: never gives up (a clean-up must end). */
  readonly attempts: number;
  readonly retryAfterSeconds: number;
}

/** The session's pipelines, as data. A step's name is its handler's name in the lablet controller. */
export const pipelines = {
  instantiate: {
    // Hosts are replaced and delivery systems come back: the session's own end says when waiting is over.
    await_worker: { needs: [], timeoutSeconds: 86_400, attempts: 0, retryAfterSeconds: 10 },
    import_lab: { needs: ['await_worker'], timeoutSeconds: 120, attempts: 5, retryAfterSeconds: 10 },
    assign_ports: { needs: ['import_lab'], timeoutSeconds: 60, attempts: 5, retryAfterSeconds: 10 },
    start_lab: { needs: ['assign_ports'], timeoutSeconds: 1200, attempts: 3, retryAfterSeconds: 15 },
    provision_delivery: { needs: ['import_lab'], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 10 },
    publish_devices: {
      needs: ['provision_delivery', 'start_lab'],
      timeoutSeconds: 60,
      attempts: 0,
      retryAfterSeconds: 10,
    },
  },
  collect: {
    extract_configurations: { needs: [], timeoutSeconds: 300, attempts: 5, retryAfterSeconds: 15 },
    ask_nodes: { needs: ['extract_configurations'], timeoutSeconds: 300, attempts: 3, retryAfterSeconds: 10 },
    package_evidence: { needs: ['ask_nodes'], timeoutSeconds: 60, attempts: 5, retryAfterSeconds: 10 },
  },
  grade: {
    evaluate: { needs: [], timeoutSeconds: 120, attempts: 5, retryAfterSeconds: 10 },
  },
  // Asked for by a person; it changes nothing but the score.
  regrade: {
    collect_again: { needs: [], timeoutSeconds: 300, attempts: 5, retryAfterSeconds: 15 },
    grade_again: { needs: ['collect_again'], timeoutSeconds: 120, attempts: 5, retryAfterSeconds: 10 },
  },
  teardown: {
    release_delivery: { needs: [], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 30 },
    stop_lab: { needs: [], timeoutSeconds: 300, attempts: 0, retryAfterSeconds: 15 },
    wipe_lab: { needs: ['stop_lab'], timeoutSeconds: 120, attempts: 0, retryAfterSeconds: 15 },
    delete_lab: { needs: ['wipe_lab'], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 15 },
  },
} as const satisfies Record<string, Record<string, StepSpec>>;

export type PipelineName = keyof typeof pipelines;

/** The pipeline that runs while a session has a status. */
export const pipelineOf = {
  instantiating: 'instantiate',
  collecting: 'collect',
  grading: 'grade',
  stopping: 'teardown',
} as const satisfies Partial<Record<SessionStatus, PipelineName>>;

export const stepStatuses = ['running', 'done', 'failed', 'skipped'] as const;

export interface StepState {
  readonly status: (typeof stepStatuses)[number];
  readonly attempts: number;
  readonly startedAt: Instant;
  readonly endedAt?: Instant | undefined;
  /** What it waits for, did, or failed with, in words. */
  readonly message: string;
}

export type PipelineProgress = Readonly<Record<string, StepState>>;

export function stepsOf(name: PipelineName): Readonly<Record<string, StepSpec>> {
  return pipelines[name];
}

/** A grading that was asked for goes on in states that have no pipeline of their own. */
export function currentPipeline(session: {
  readonly status: SessionStatus;
  readonly regrade?: object | undefined;
}): PipelineName | undefined {
  const table: Partial<Record<SessionStatus, PipelineName>> = pipelineOf;
  return table[session.status] ?? (session.regrade === undefined ? undefined : 'regrade');
}

const settledStatuses: readonly StepState['status'][] = ['done', 'skipped'];

export function isSettled(step: StepState | undefined): boolean {
  return step !== undefined && settledStatuses.includes(step.status);
}

/** True when nothing of the pipeline is left to do. */
export function pipelineDone(name: PipelineName, progress: PipelineProgress): boolean {
  return Object.keys(stepsOf(name)).every((step) => isSettled(progress[step]));
}

/** The steps that may run now: not settled, and all they need is. In the table's order. */
export function runnableSteps(name: PipelineName, progress: PipelineProgress): readonly string[] {
  return Object.entries(stepsOf(name))
    .filter(([step, { needs }]) => !isSettled(progress[step]) && needs.every((need) => isSettled(progress[need])))
    .map(([step]) => step);
}
