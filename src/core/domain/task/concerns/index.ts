import type { ConcernKind, ConcernSource } from '../concern.ts';
import { definitionUnsynced } from './definition-concerns.ts';
import { inboxUnhandled } from './inbox-concerns.ts';
import { labLeft } from './lab-concerns.ts';
import { sessionCleanUp, sessionFailed, sessionLate } from './session-concerns.ts';
import {
  workerChecks,
  workerDrain,
  workerGaveUp,
  workerLicense,
  workerLicenseKept,
  workerService,
  workerUnknown,
} from './worker-concerns.ts';

/** Everything that raises tasks, by what it looks at. One more reason is one more line. */
export const concernSources: { readonly [Kind in ConcernKind]: readonly ConcernSource<Kind>[] } = {
  worker: [workerGaveUp, workerLicense, workerLicenseKept, workerDrain, workerUnknown, workerChecks, workerService],
  session: [sessionFailed, sessionCleanUp, sessionLate],
  definition: [definitionUnsynced],
  inbox: [inboxUnhandled],
  lab: [labLeft],
};
