import type { SessionView } from '@lcm/core/contracts/session';
import { isGraded } from '@lcm/core/domain/definition';
import { restorable, type StepCondition } from '@lcm/core/domain/session';
import { definitionOf, type StepDeps } from './step-handler.ts';

type Reason = (session: SessionView, deps: StepDeps) => Promise<string | undefined> | string | undefined;

/** The conditions of the pipelines' table; each says why there is nothing to do, or nothing. */
const reasons = {
  'no-rules': async (session, deps) =>
    isGraded(await definitionOf(session, deps)) ? undefined : 'the definition has no grading rules',
  'nothing-collected': ({ progress: { collect } }) =>
    [collect?.['extract_configurations'], collect?.['package_evidence']].some((step) => step?.status === 'skipped')
      ? 'nothing was collected'
      : undefined,
  'no-delivery': ({ progress: { instantiate } }) =>
    instantiate?.['provision_delivery'] === undefined ? 'nothing was provisioned' : undefined,
  'not-delivered': ({ delivery }) => (delivery === undefined ? 'it has no candidate’s side yet' : undefined),
  'nothing-saved': (session) => (restorable(session) === undefined ? 'nothing was saved of it' : undefined),
} as const satisfies Record<StepCondition, Reason>;

/** Why a step need not be done; `undefined` when it has to be. */
export async function whyNeedless(
  conditions: readonly StepCondition[],
  session: SessionView,
  deps: StepDeps,
): Promise<string | undefined> {
  for (const condition of conditions) {
    const reason: Reason = reasons[condition];
    const why = await reason(session, deps);
    if (why !== undefined) return why;
  }
  return undefined;
}
