import type { ConcernKind, ConcernSource } from '../concern.ts';
import { definitionUnsynced } from './definition-concerns.ts';
import { workerAdopted, workerChecks, workerScheduledEvent } from './host-concerns.ts';
import { inboxUnhandled } from './inbox-concerns.ts';
import { labLeft } from './lab-concerns.ts';
import { workerLicense, workerLicenseEnds, workerLicenseKept } from './license-concerns.ts';
import { sessionCleanUp, sessionFailed, sessionLate, sessionUngraded } from './session-concerns.ts';
import { workerDrain, workerGaveUp, workerService, workerUnknown } from './worker-concerns.ts';

/** Everything that raises tasks, by what it looks at. One more reason is one more line. */
export const concernSources: { readonly [Kind in ConcernKind]: readonly ConcernSource<Kind>[] } = {
  worker: [
    workerGaveUp,
    workerLicense,
    workerLicenseKept,
    ...workerLicenseEnds,
    workerDrain,
    workerUnknown,
    workerChecks,
    workerScheduledEvent,
    workerAdopted,
    workerService,
  ],
  session: [sessionFailed, sessionCleanUp, sessionLate, sessionUngraded],
  definition: [definitionUnsynced],
  inbox: [inboxUnhandled],
  lab: [labLeft],
};
