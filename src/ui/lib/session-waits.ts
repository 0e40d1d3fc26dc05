import { currentPipeline, type PipelineName, stepsOf } from '@lcm/core/domain/session';
import { humanize } from './format.ts';
import { bootWords } from './lab-nodes.ts';
import { stepMessage } from './session-event-words.ts';
import { type GanttRow, ganttRows, waitsFor } from './session-words.ts';
import type { Session, SessionNodes, Worker } from './views.ts';

/** What the screen knows around a session, besides the session. */
export interface Around {
  readonly worker: Worker | undefined;
  readonly nodes: SessionNodes | undefined;
}

/** What a step that is under way waits for, in words; undefined where only the step itself knows. */
function waitedFor(step: string, { worker, nodes }: Around): string | undefined {
  if (step === 'await_worker') return worker && workerWords(worker);
  return step === 'start_lab' ? bootWords(nodes?.nodes ?? []) : undefined;
}

function workerWords({ name, status, reason, service }: Worker): string | undefined {
  if (status !== 'running') return `${name} is ${humanize(status).toLowerCase()}: ${reason}`;
  return service === 'available' ? undefined : `CML on ${name} is ${service}`;
}

/** Of a step that is not settled: what comes before it, how often it is tried and until when, instants as the server writes them. */
function outlookOf(row: GanttRow, session: Session): string | undefined {
  if (currentPipeline(session) !== row.pipeline) return undefined;
  switch (row.status) {
    case 'waiting':
      return afterWords(row, session);
    case 'running':
      return runningWords(row, session);
    case 'failed':
      return retryWords(row);
    case 'done':
    case 'skipped':
      return undefined;
  }
}

function afterWords({ pipeline, step }: GanttRow, { progress }: Session): string | undefined {
  const open = (stepsOf(pipeline)[step]?.needs ?? []).filter((need) => {
    const status = progress[pipeline]?.[need]?.status;
    return status !== 'done' && status !== 'skipped';
  });
  return open.length === 0 ? undefined : `After ${open.map((need) => humanize(need).toLowerCase()).join(' and ')}`;
}

function attemptWords({ pipeline, step }: GanttRow, attempt: number): string {
  const most = stepsOf(pipeline)[step]?.attempts ?? 0;
  if (most > 0) return `attempt ${attempt} of ${most}`;
  return attempt > 1 ? `attempt ${attempt}, until it works` : 'tried until it works';
}

/** Before the candidate's time is over: nothing of these is waited for beyond it. */
const untilTheEnd: readonly PipelineName[] = ['instantiate', 'reset', 'restore'];

function runningWords(row: GanttRow, { timeslot }: Session): string | undefined {
  const seconds = stepsOf(row.pipeline)[row.step]?.timeoutSeconds;
  if (seconds === undefined || row.startedAt === undefined) return undefined;
  const end = timeslot === undefined ? Number.POSITIVE_INFINITY : Date.parse(timeslot.end);
  const until = row.startedAt + seconds * 1000;
  const isOver = until > end && untilTheEnd.includes(row.pipeline);
  return `Has until ${new Date(isOver ? end : until).toISOString()}, ${attemptWords(row, row.attempts)}`;
}

function retryWords(row: GanttRow): string | undefined {
  const spec = stepsOf(row.pipeline)[row.step];
  if (spec === undefined || row.endedAt === undefined) return undefined;
  if (spec.attempts > 0 && row.attempts >= spec.attempts) return `Given up after ${row.attempts} attempts`;
  const next = new Date(row.endedAt + spec.retryAfterSeconds * 1000).toISOString();
  return `Tried again at ${next}, ${attemptWords(row, row.attempts + 1)}`;
}

/** Every step, with what those that are under way wait for. */
export function rowsWithOutlook(session: Session, around: Around): readonly GanttRow[] {
  return ganttRows(session).map((row) => {
    const isCurrent = row.status === 'running' && currentPipeline(session) === row.pipeline;
    const waits = isCurrent ? waitedFor(row.step, around) : undefined;
    return { ...row, message: waits ?? stepMessage(row.message), outlook: outlookOf(row, session) };
  });
}

/** What happens now or what it waits for, with what the screen knows around it. */
export function waitingWords(session: Session, around: Around): string {
  if (session.graderAway !== undefined) return waitsFor(session);
  const known = rowsWithOutlook(session, around).filter(({ status }) => status === 'running' || status === 'failed');
  const open = known.filter(({ pipeline }) => pipeline === currentPipeline(session));
  if (open.length === 0) return waitsFor(session);
  return open.map(({ step, message }) => `${humanize(step)}: ${message === '' ? 'under way' : message}`).join('. ');
}
