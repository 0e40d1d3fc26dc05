import type { Instant } from '../../kernel/index.ts';
import type { SessionStatus } from './lifecycle.ts';
import { type LabCause, openLabSuspension, type SuspensionCause } from './suspensions.ts';

/** What makes a step needless; looked at by whoever does the steps. */
export type StepCondition = 'nothing-collected' | 'no-rules' | 'no-delivery' | 'not-delivered' | 'nothing-saved';

/** One step of a pipeline. It starts when everything it needs is done; those that may, run side by side. */
export interface StepSpec {
  readonly needs: readonly string[];
  /** An attempt that takes longer has failed. */
  readonly timeoutSeconds: number;
  /** 0: never gives up (a clean-up must end). */
  readonly attempts: number;
  readonly retryAfterSeconds: number;
  /** What it means that somebody skips it, in words. Without them nobody may. */
  readonly skippable?: string;
  /** Left out when one of them holds. */
  readonly skipIf?: readonly StepCondition[];
}

const initialOnly = 'The lab starts with its initial configurations: what was kept of it is not put back.';
const noConsoles = 'The candidate’s page does not reach the consoles of the lab.';

/** The session's pipelines, as data. A step's name is its handler's name in the lablet controller. */
export const pipelines = {
  instantiate: {
    // Hosts are replaced and delivery systems come back: the session's own end says when waiting is over.
    await_worker: { needs: [], timeoutSeconds: 86_400, attempts: 0, retryAfterSeconds: 10 },
    import_lab: { needs: ['await_worker'], timeoutSeconds: 120, attempts: 5, retryAfterSeconds: 10 },
    assign_ports: { needs: ['import_lab'], timeoutSeconds: 60, attempts: 5, retryAfterSeconds: 10 },
    load_configurations: {
      needs: ['import_lab'],
      timeoutSeconds: 120,
      attempts: 5,
      retryAfterSeconds: 15,
      skippable: initialOnly,
      skipIf: ['nothing-saved'],
    },
    start_lab: {
      needs: ['assign_ports', 'load_configurations'],
      timeoutSeconds: 1200,
      attempts: 3,
      retryAfterSeconds: 15,
    },
    provision_delivery: { needs: ['import_lab'], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 10 },
    publish_devices: {
      needs: ['provision_delivery', 'start_lab'],
      timeoutSeconds: 60,
      attempts: 0,
      retryAfterSeconds: 10,
      skippable: noConsoles,
    },
  },
  // What the preparation did without, while a session is ready or running.
  deliver: {
    provision_delivery: { needs: [], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 30 },
    publish_devices: {
      needs: ['provision_delivery'],
      timeoutSeconds: 60,
      attempts: 0,
      retryAfterSeconds: 30,
      skippable: noConsoles,
    },
  },
  collect: {
    extract_configurations: {
      needs: [],
      timeoutSeconds: 300,
      attempts: 5,
      retryAfterSeconds: 15,
      skippable: 'Nothing is collected: the session ends without evidence and without a score.',
    },
    ask_nodes: {
      needs: ['extract_configurations'],
      timeoutSeconds: 300,
      attempts: 3,
      retryAfterSeconds: 10,
      skippable: 'The nodes are not asked: what the rules ask of them counts as not gradable.',
      skipIf: ['nothing-collected'],
    },
    package_evidence: {
      needs: ['ask_nodes'],
      timeoutSeconds: 60,
      attempts: 5,
      retryAfterSeconds: 10,
      skippable: 'What was collected is not packaged: nobody can download it, and it is not graded.',
      skipIf: ['nothing-collected'],
    },
  },
  grade: {
    evaluate: {
      needs: [],
      timeoutSeconds: 300,
      attempts: 5,
      retryAfterSeconds: 10,
      skippable: 'The session ends without a score; its evidence is kept.',
      skipIf: ['no-rules', 'nothing-collected'],
    },
  },
  // Asked for by a person; it changes nothing but the score.
  regrade: {
    collect_again: { needs: [], timeoutSeconds: 300, attempts: 5, retryAfterSeconds: 15 },
    grade_again: {
      needs: ['collect_again'],
      timeoutSeconds: 900,
      attempts: 5,
      retryAfterSeconds: 10,
      skippable: 'It is not graded this time: the score it has, or that it has none, stays. Its evidence is kept.',
    },
  },
  teardown: {
    release_delivery: {
      needs: [],
      timeoutSeconds: 60,
      attempts: 0,
      retryAfterSeconds: 30,
      skippable: 'The candidate’s side stays open in the delivery system until somebody ends it there.',
      skipIf: ['no-delivery'],
    },
    stop_lab: { needs: [], timeoutSeconds: 300, attempts: 0, retryAfterSeconds: 15 },
    wipe_lab: { needs: ['stop_lab'], timeoutSeconds: 120, attempts: 0, retryAfterSeconds: 15 },
    delete_lab: { needs: ['wipe_lab'], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 15 },
  },
  // Whoever has a session keeps it: both go on until its time is over, and an operator may help.
  reset: {
    save_configurations: {
      needs: [],
      timeoutSeconds: 300,
      attempts: 0,
      retryAfterSeconds: 15,
      skippable: 'What was done until now is not kept before the lab is wiped.',
    },
    stop_lab: { needs: ['save_configurations'], timeoutSeconds: 300, attempts: 0, retryAfterSeconds: 15 },
    wipe_lab: { needs: ['stop_lab'], timeoutSeconds: 120, attempts: 0, retryAfterSeconds: 15 },
    initial_configurations: { needs: ['wipe_lab'], timeoutSeconds: 120, attempts: 0, retryAfterSeconds: 15 },
    start_lab: { needs: ['initial_configurations'], timeoutSeconds: 1200, attempts: 0, retryAfterSeconds: 15 },
    publish_devices: {
      needs: ['start_lab'],
      timeoutSeconds: 60,
      attempts: 0,
      retryAfterSeconds: 10,
      skippable: noConsoles,
      skipIf: ['not-delivered'],
    },
  },
  restore: {
    await_worker: { needs: [], timeoutSeconds: 86_400, attempts: 0, retryAfterSeconds: 10 },
    import_lab: { needs: ['await_worker'], timeoutSeconds: 120, attempts: 0, retryAfterSeconds: 10 },
    assign_ports: { needs: ['import_lab'], timeoutSeconds: 60, attempts: 0, retryAfterSeconds: 10 },
    load_configurations: {
      needs: ['import_lab'],
      timeoutSeconds: 120,
      attempts: 0,
      retryAfterSeconds: 15,
      skippable: initialOnly,
      skipIf: ['nothing-saved'],
    },
    start_lab: {
      needs: ['assign_ports', 'load_configurations'],
      timeoutSeconds: 1200,
      attempts: 0,
      retryAfterSeconds: 15,
    },
    publish_devices: {
      needs: ['start_lab'],
      timeoutSeconds: 60,
      attempts: 0,
      retryAfterSeconds: 10,
      skippable: noConsoles,
      skipIf: ['not-delivered'],
    },
  },
} as const satisfies Record<string, Record<string, StepSpec>>;

export type PipelineName = keyof typeof pipelines;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
export const pipelineNames = Object.keys(pipelines) as PipelineName[];

/** The pipeline that runs while a session has a status. */
export const pipelineOf = {
  instantiating: 'instantiate',
  collecting: 'collect',
  grading: 'grade',
  stopping: 'teardown',
} as const satisfies Partial<Record<SessionStatus, PipelineName>>;

/** The one that brings the lab back, by why it is away from a session that is ready or running. */
const pipelineOfCause = {
  reset: 'reset',
  'worker-lost': 'restore',
} as const satisfies Record<LabCause, PipelineName>;

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

/**
 * The pipeline of its status; of one that is ready or running, what brings its lab back. A grading that was asked for goes on
 * in states that have no pipeline of their own.
 */
export function currentPipeline(session: {
  readonly status: SessionStatus;
  readonly suspensions?: readonly { readonly cause: SuspensionCause; readonly until?: unknown }[] | undefined;
  readonly deliveryDue?: object | undefined;
  readonly regrade?: object | undefined;
}): PipelineName | undefined {
  const table: Partial<Record<SessionStatus, PipelineName>> = pipelineOf;
  return table[session.status] ?? besides(session);
}

function besides(session: Parameters<typeof currentPipeline>[0]): PipelineName | undefined {
  const suspension = openLabSuspension(session);
  if (suspension !== undefined) return pipelineOfCause[suspension.cause];
  const isOpen = session.status === 'ready' || session.status === 'running';
  if (isOpen && session.deliveryDue !== undefined) return 'deliver';
  return session.regrade === undefined ? undefined : 'regrade';
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
