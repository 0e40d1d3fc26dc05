import type { Http } from './http.ts';
import { apiPaths } from './paths.ts';
import type {
  AvailabilityAnswer,
  CohortAnswer,
  CohortBooking,
  CohortItem,
  HandedOutSeat,
  Verdict,
  WhatIfAnswer,
  WhatIfQuestion,
} from './views.ts';

export interface AvailabilityQuestion {
  readonly from: number;
  readonly until: number;
  readonly durationMinutes: number;
  readonly seats: number;
  readonly stepMinutes: number;
}

/** What is asked of the scheduler beyond one session: many seats, many starts, changes that are only thought of. */
export function createSchedulerApi(http: Http) {
  return {
    availability: async (definitionId: string, asked: AvailabilityQuestion) =>
      http.get<AvailabilityAnswer>(
        apiPaths.availability(definitionId, {
          from: new Date(asked.from).toISOString(),
          until: new Date(asked.until).toISOString(),
          durationMinutes: String(asked.durationMinutes),
          seats: String(asked.seats),
          step: String(asked.stepMinutes),
        }),
      ),
    dryRunCohort: async (booking: CohortBooking) => http.post<Verdict>(apiPaths.dryRunCohort(), booking),
    bookCohort: async (booking: CohortBooking) => http.post<CohortAnswer>(apiPaths.cohorts(), booking),
    cohorts: async () => (await http.get<{ readonly items: readonly CohortItem[] }>(apiPaths.cohorts())).items,
    handOutSeats: async (id: string, ownerIds: readonly string[]) =>
      (await http.post<{ readonly items: readonly HandedOutSeat[] }>(apiPaths.handOutSeats(id), { ownerIds })).items,
    whatIf: async (question: WhatIfQuestion) => http.post<WhatIfAnswer>(apiPaths.whatIf(), question),
  };
}
