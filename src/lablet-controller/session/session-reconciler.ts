import type { SessionView } from '@lcm/core/contracts/session';
import { type SessionId, type SessionReport, stepsOf } from '@lcm/core/domain/session';
import { instant } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { whyNeedless } from './needless.ts';
import { outcomeOf } from './outcome-of.ts';
import { failure, planSession, type Work } from './plan-session.ts';
import { failed, type StepDeps, type StepOutcome, skipped } from './step-handler.ts';
import { stepHandlers } from './steps/index.ts';
import { whetherBegun } from './whether-begun.ts';
import { withNodeStates } from './with-node-states.ts';
import { withoutDelivery } from './without-delivery.ts';
import { nextLook, withoutGrader } from './without-grader.ts';

export interface SessionReconcilerDeps extends StepDeps {
  /** How often a step that waits for the world is looked at. */
  readonly pollMs: number;
}

/** Far deadlines are waited for in parts: a session that was moved meanwhile wakes us anyway. */
const longestWaitMs = 6 * 3_600_000;
const stateChanged = again(0, 'its state changed');

/** Looks, plans, brings the steps under way one look further. A throw means: back off, then look afresh. */
export function sessionReconciler(deps: SessionReconcilerDeps): Reconciler<SessionId> {
  return {
    name: 'session',
    async reconcile(id) {
      const session = await deps.controlPlane.get('session', id);
      if (session === undefined) return settled;
      try {
        return await bringOn(session, deps);
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'it changed while we looked');
        throw error;
      }
    },
  };
}

async function bringOn(session: SessionView, deps: SessionReconcilerDeps): Promise<Next> {
  const at = deps.clock.now();
  const plan = planSession(session, at);
  switch (plan.do) {
    case 'nothing':
      return settled;
    case 'wait':
      return again(Math.min(plan.until - at, longestWaitMs), plan.because);
    case 'report':
      await report(session, plan.report, deps);
      return stateChanged;
    case 'ask-whether-begun': {
      const news = await whetherBegun(session, plan.end, deps);
      if (news === undefined) return again(deps.pollMs, 'its time is up, and the delivery system does not answer');
      await report(session, news, deps);
      return stateChanged;
    }
    case 'work':
      return work(session, plan, deps);
  }
}

/** All steps that may, side by side. What two of them report is two commits: the second looks at its session again. */
async function work(session: SessionView, plan: Work, deps: SessionReconcilerDeps): Promise<Next> {
  const outcomes = await Promise.all(
    plan.steps.map(async (step) => ({ step, outcome: await lookAt({ pipeline: plan.pipeline, step }, session, deps) })),
  );
  const waiting = outcomes.flatMap(({ step, outcome }) =>
    outcome.kind === 'not-yet' ? [`${step}: ${outcome.because}`] : [],
  );
  let current: SessionView | undefined = session;
  for (const { step, outcome } of outcomes) {
    const of = { pipeline: plan.pipeline, step };
    const news = await toldOf(session, { ...of, outcome }, deps);
    if (news === undefined) continue;
    current ??= await deps.controlPlane.get('session', session.id);
    if (current?.status !== session.status) break;
    await report(current, news, deps);
    current = undefined;
  }
  if (waiting.length < outcomes.length) return stateChanged;
  return again(restMs(session, { plan, outcomes: outcomes.map(({ outcome }) => outcome) }, deps), waiting.join('; '));
}

interface Looked {
  readonly plan: Work;
  readonly outcomes: readonly StepOutcome[];
}

/** Until the steps are looked at again. */
function restMs(session: SessionView, { plan, outcomes }: Looked, { clock, pollMs }: SessionReconcilerDeps): number {
  const now = clock.now();
  const next = nextLook(session, outcomes, now) ?? instant(now + pollMs);
  return Math.max(0, Math.min(next, plan.until ?? next) - now);
}

async function lookAt({ pipeline, step }: Of, session: SessionView, deps: SessionReconcilerDeps): Promise<StepOutcome> {
  const handler = stepHandlers.get(step);
  if (handler === undefined) return failed(`nobody knows how to do ${step}`);
  try {
    const needless = await whyNeedless(stepsOf(pipeline)[step]?.skipIf ?? [], session, deps);
    return needless === undefined ? await handler(session, deps) : skipped(needless);
  } catch (error) {
    return outcomeOf(error);
  }
}

/** What is to be said of a step: how it went, or that the delivery system keeps it waiting. */
async function toldOf(
  session: SessionView,
  { outcome, ...of }: Of & { readonly outcome: StepOutcome },
  deps: SessionReconcilerDeps,
): Promise<SessionReport | undefined> {
  const without = await withoutDelivery(session, { ...of, outcome }, deps);
  return without ?? newsOf(session, of, outcome) ?? withoutGrader(session, { step: of.step, outcome }, deps);
}

type Of = Pick<Work, 'pipeline'> & { readonly step: string };

function newsOf(session: SessionView, of: Of, outcome: StepOutcome): SessionReport | undefined {
  const { pipeline, step } = of;
  switch (outcome.kind) {
    case 'done':
      return { type: 'step-done', ...of, message: outcome.message, output: outcome.output ?? {} };
    case 'skipped':
      return { type: 'step-skipped', ...of, message: outcome.message };
    case 'not-yet':
      return undefined;
    case 'deferred':
      return { type: 'grading-deferred', reason: outcome.message };
    case 'failed': {
      const spec = stepsOf(pipeline)[step];
      const attempts = session.progress[pipeline]?.[step]?.attempts ?? 1;
      return spec && failure({ pipeline, step, spec }, { attempts }, outcome.message);
    }
  }
}

async function report(session: SessionView, seen: SessionReport, deps: SessionReconcilerDeps): Promise<void> {
  const news = await withNodeStates(session, seen, deps);
  const told = await deps.controlPlane.send(
    'ReportSession',
    { sessionId: session.id, expectedVersion: session.version, report: news },
    { fence: deps.leadership.fence(), correlationId: session.id },
  );
  if (!told.ok) throw new Error(`${session.id} refused "${news.type}": ${told.rejection.message}`);
}
