import type { PlantedBug } from './bug.ts';
import {
  adoptedTwice,
  emptyRegion,
  forgottenLeftover,
  hastyFallback,
  hastyRest,
  impatientDrain,
  shiftedMaintenance,
  tidyDiscovery,
} from './in-the-cloud.ts';

/** Of workers, their instances and who may touch them. */
export const fleetBugs: readonly PlantedBug[] = [
  {
    name: 'shifted-maintenance',
    invariant: 'I1',
    what: 'a maintenance window begins two hours before the time that was found free',
    plant: shiftedMaintenance,
  },
  {
    name: 'adopted-twice',
    invariant: 'I3',
    what: 'an instance that is adopted becomes two workers',
    plant: adoptedTwice,
  },
  {
    name: 'forgotten-leftover',
    invariant: 'I3',
    what: 'nobody looks for the instance of a launch that was given up',
    plant: forgottenLeftover,
  },
  {
    name: 'empty-region',
    invariant: 'I3',
    what: 'a region that does not answer counts as one without instances',
    plant: emptyRegion,
  },
  {
    name: 'hasty-fallback',
    invariant: 'I4',
    what: 'a launch whose answer is lost is tried in the next zone with the same token',
    plant: hastyFallback,
  },
  {
    name: 'impatient-drain',
    invariant: 'I6',
    what: 'a host that is drained is stopped though sessions are on it',
    plant: impatientDrain,
  },
  {
    name: 'hasty-rest',
    invariant: 'I11',
    what: 'a host that nobody uses is stopped in the hours that its timetable gives it',
    plant: hastyRest,
  },
  {
    name: 'tidy-discovery',
    invariant: 'I12',
    what: 'what looks like a host of ours and has no tags is ended when it is found',
    plant: tidyDiscovery,
  },
];
