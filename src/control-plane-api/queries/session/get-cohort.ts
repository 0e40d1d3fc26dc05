import { CohortView, OfCohort } from '@lcm/core/contracts/cohort';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { cohortView, sessionsOf } from '../../application/cohorts.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const getCohort = defineQuery({
  name: 'GetCohort',
  summary: 'A cohort with what became of each of its seats',
  allow: 'session:all',
  input: OfCohort,
  output: CohortView,
  async handle({ cohortId }, _caller, { views, clock }: Deps) {
    const view = cohortView(sessionsOf(cohortId, views), clock.now());
    return view === undefined ? reject(unknown('cohort', cohortId)) : ok(view);
  },
});
