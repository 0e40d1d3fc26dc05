import {
  currentPipeline,
  isFinal,
  openAbsence,
  openPause,
  type PipelineName,
  pipelines,
  stepsOf,
} from '@lcm/core/domain/session';
import { humanize, plural } from './format.ts';
import type { Session } from './views.ts';

type Progress = NonNullable<Session['progress'][PipelineName]>;
type Step = Progress[string];

export const pipelineTitles = {
  instantiate: 'Prepare',
  deliver: 'Make the candidate’s side',
  collect: 'Collect evidence',
  grade: 'Grade',
  reset: 'Reset',
  restore: 'Bring back on another host',
  regrade: 'Grade again',
  teardown: 'Clean up',
} as const satisfies Record<PipelineName, string>;

/** The step or steps that are under way, for the small print under a status. */
export function subStep(session: Session): string | undefined {
  const pipeline = currentPipeline(session);
  if (pipeline === undefined) return undefined;
  const progress = session.progress[pipeline] ?? {};
  const names = Object.keys(stepsOf(pipeline));
  const active = names.filter((name) => progress[name]?.status === 'running' || progress[name]?.status === 'failed');
  const settled = names.filter((name) => ['done', 'skipped'].includes(progress[name]?.status ?? '')).length;
  const count = `${settled} of ${plural(names.length, 'step')}`;
  return active.length === 0 ? count : `${active.map(humanize).join(', ')} (${count})`;
}

function stepWords(session: Session): string | undefined {
  const pipeline = currentPipeline(session);
  const progress = pipeline === undefined ? undefined : session.progress[pipeline];
  const active = Object.entries(progress ?? {}).filter(([, { status }]) => status === 'running' || status === 'failed');
  if (active.length === 0) return undefined;
  return active.map(([name, { message }]) => `${humanize(name)}: ${message === '' ? 'under way' : message}`).join('. ');
}

const waits = {
  pending: 'Waits for a place on a worker',
  scheduled: 'Has its place; preparation begins ahead of its start',
  ready: 'Waits for the candidate to launch it',
  running: 'The candidate is working',
} as const;

/** What happens now or what it waits for, in words. */
export function waitsFor(session: Session): string {
  const { status, outcome, reason, verdict, graderAway } = session;
  if (graderAway !== undefined) return `Its grading waits: ${graderAway.reason}`;
  if (isFinal(session) || status === 'stopped') return outcome === undefined ? reason : outcome.reason;
  if (status === 'pending' && verdict !== undefined) return verdict.summary;
  return stepWords(session) ?? simpleWords(session);
}

function simpleWords(session: Session): string {
  const { status, reason } = session;
  if (session.wish?.kind === 'replace') return `${session.wish.reason}; another place is looked for`;
  if ((openAbsence(session) ?? openPause(session)) !== undefined) return reason;
  const table: Partial<Record<Session['status'], string>> = waits;
  return table[status] ?? reason;
}

/** One step of one session. */
export interface SessionStep {
  readonly sessionId: string;
  readonly pipeline: PipelineName;
  readonly step: string;
}

export interface GanttRow {
  readonly pipeline: PipelineName;
  readonly step: string;
  readonly status: Step['status'] | 'waiting';
  readonly attempts: number;
  readonly message: string;
  /** Of one that is not settled: what comes before it, how often it is tried and until when. */
  readonly outlook?: string | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

/** Every step that ran or will run, in the order of the tables. */
export function ganttRows(session: Session): readonly GanttRow[] {
  return pipelineNames().flatMap((pipeline) => {
    const progress = session.progress[pipeline];
    const due = progress !== undefined || (pipeline === 'instantiate' && session.status === 'scheduled');
    // Of a pipeline that is over, what did not run never will: earlier versions had other steps.
    const isOver = progress !== undefined && currentPipeline(session) !== pipeline;
    const steps = Object.keys(stepsOf(pipeline)).filter((step) => !isOver || progress[step] !== undefined);
    return due ? steps.map((step) => rowOf(pipeline, step, progress?.[step])) : [];
  });
}

function rowOf(pipeline: PipelineName, step: string, state: Step | undefined): GanttRow {
  const base = { pipeline, step, attempts: state?.attempts ?? 0, message: state?.message ?? '' };
  if (state === undefined) return { ...base, status: 'waiting', startedAt: undefined, endedAt: undefined };
  const endedAt = state.endedAt === undefined ? undefined : Date.parse(state.endedAt);
  return { ...base, status: state.status, startedAt: Date.parse(state.startedAt), endedAt };
}

export function pipelineNames(): readonly PipelineName[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
  return Object.keys(pipelines) as PipelineName[];
}

/** What a list shows as the time of a session: its slot, or what was asked for. */
export function startOf(session: Session): string | undefined {
  return session.timeslot?.start ?? session.wanted.start;
}
