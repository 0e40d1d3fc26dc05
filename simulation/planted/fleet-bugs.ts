import { firstDaysOf, type PlantedBug } from './bug.ts';
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
    what: 'a maintenance window begins at once, whatever time was found free',
    plant: shiftedMaintenance,
    showsIn: { seed: 5, days: 7, controlPlanes: 1 },
  },
  {
    name: 'adopted-twice',
    invariant: 'I3',
    what: 'an instance that is adopted becomes two workers',
    plant: adoptedTwice,
    showsIn: { seed: 2, days: 4, controlPlanes: 1 },
  },
  {
    name: 'forgotten-leftover',
    invariant: 'I3',
    what: 'nobody looks for the instance of a launch that was given up',
    plant: forgottenLeftover,
    showsIn: { seed: 4, days: 7, controlPlanes: 1 },
  },
  {
    name: 'empty-region',
    invariant: 'I3',
    what: 'a region that does not answer counts as one without instances',
    plant: emptyRegion,
    showsIn: { seed: 3, days: 7, controlPlanes: 1 },
  },
  {
    name: 'hasty-fallback',
    invariant: 'I4',
    what: 'a launch whose answer is lost is tried in the next zone with the same token',
    plant: hastyFallback,
    showsIn: { seed: 4, days: 7, controlPlanes: 1 },
  },
  {
    name: 'impatient-drain',
    invariant: 'I6',
    what: 'a host that is drained is stopped though sessions are on it',
    plant: impatientDrain,
    showsIn: { seed: 33, days: 7, controlPlanes: 1 },
  },
  {
    name: 'hasty-rest',
    invariant: 'I11',
    what: 'a host that nobody uses is stopped in the hours that its timetable gives it',
    plant: hastyRest,
    showsIn: firstDaysOf(4),
  },
  {
    name: 'tidy-discovery',
    invariant: 'I12',
    what: 'what looks like a host of ours and has no tags is ended when it is found',
    plant: tidyDiscovery,
    showsIn: { seed: 2, days: 4, controlPlanes: 1 },
  },
];
