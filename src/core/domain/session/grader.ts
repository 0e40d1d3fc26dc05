import { type Instant, ok, type Result, unreachable } from '../../kernel/index.ts';
import type { GraderAway } from './grader-state.ts';
import type { PipelineName, PipelineProgress } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';

type Decision = Result<SessionEvent[], never>;

export function graderAway(session: Session, { since, reason, engine }: GraderAway, at: Instant): Decision {
  if (session.graderAway !== undefined || !isGraded(session)) return ok([]);
  return ok([{ type: 'SessionGraderAway', since, reason, engine, at }]);
}

export function graderBack(session: Session, at: Instant): Decision {
  return ok(session.graderAway === undefined ? [] : [{ type: 'SessionGraderBack', at }]);
}

function isGraded({ status, regrade }: Session): boolean {
  return status === 'grading' || regrade !== undefined;
}

/** Its lab and its host wait for no engine: they are given back, and what was collected is graded as soon as that can be. */
export function deferGrading(session: Session, reason: string, at: Instant): Decision {
  if (session.status !== 'grading') return ok([]);
  return ok([
    { type: 'SessionStepSkipped', pipeline: 'grade', step: 'evaluate', message: `graded later: ${reason}`, at },
    { type: 'SessionGradingDeferred', reason, at },
    { type: 'SessionStopping', outcome: { result: 'completed', reason: 'collected, to be graded later' }, at },
  ]);
}

const types = ['SessionGraderAway', 'SessionGraderBack', 'SessionGradingDeferred'] as const;
export type GraderEvent = Extract<SessionEvent, { type: (typeof types)[number] }>;

export function isAboutGrader(event: SessionEvent): event is GraderEvent {
  return types.some((type) => type === event.type);
}

export function evolveGrader(session: Session, event: GraderEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionGraderAway': {
      const { since, reason, engine } = event;
      return { ...session, graderAway: { since, reason, engine } };
    }
    case 'SessionGraderBack':
      return { ...session, graderAway: undefined, progress: begunAnew(session.progress, at) };
    case 'SessionGradingDeferred': {
      const { id: by, definition } = session;
      // Of a reading that the end overtook nothing goes on.
      const { regrade: _overtaken, ...progress } = session.progress;
      const regrade = { cause: 'end', by, at, rulesOf: definition.id } as const;
      return { ...session, regrade, regradeFailure: undefined, progress };
    }
    default:
      return unreachable(event);
  }
}

const gradingPipelines: readonly PipelineName[] = ['grade', 'regrade'];

/** The time that the engine was away is not the step's. */
function begunAnew(progress: Session['progress'], at: Instant): Session['progress'] {
  const running = (steps: PipelineProgress): PipelineProgress =>
    Object.fromEntries(
      Object.entries(steps).map(([name, step]) => [
        name,
        step.status === 'running' ? { ...step, startedAt: at } : step,
      ]),
    );
  const changed = gradingPipelines.flatMap((name) => {
    const steps = progress[name];
    return steps === undefined ? [] : [[name, running(steps)] as const];
  });
  return { ...progress, ...Object.fromEntries(changed) };
}

/** What is kept of an engine that is away, once a session goes on without its grading or has it. */
export function stillAwaited({ graderAway: away, regrade }: Session): Session['graderAway'] {
  return regrade === undefined ? undefined : away;
}
