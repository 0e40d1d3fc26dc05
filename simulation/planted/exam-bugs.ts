import type { PlantedBug } from './bug.ts';
import { forgottenWork, hastyNoShow, looseCohort, stingyReturn, unreservedExtension } from './in-exams.ts';

/** Of classes, and of sessions that are changed while they wait or go on. */
export const examBugs: readonly PlantedBug[] = [
  {
    name: 'loose-cohort',
    invariant: 'booking',
    what: 'the seats of a class that needs all of them are placed one by one',
    plant: looseCohort,
    showsIn: { seed: 11, days: 4, controlPlanes: 1 },
  },
  {
    name: 'unreserved-extension',
    invariant: 'I1',
    what: 'a session is extended without its place in the calendar',
    plant: unreservedExtension,
    showsIn: { seed: 24, days: 4, controlPlanes: 1 },
  },
  {
    name: 'stingy-return',
    invariant: 'I6',
    what: 'minutes that were lost with a host are not given back',
    plant: stingyReturn,
    showsIn: { seed: 16, days: 4, controlPlanes: 1 },
  },
  {
    name: 'hasty-no-show',
    invariant: 'I6',
    what: 'nobody is waited for longer than a minute',
    plant: hastyNoShow,
    showsIn: { seed: 24, days: 2, controlPlanes: 1 },
  },
  {
    name: 'forgotten-work',
    invariant: 'I7',
    what: 'a lab that is brought back, or begun anew, is never given its configurations',
    plant: forgottenWork,
    showsIn: { seed: 26, days: 7, controlPlanes: 1 },
  },
];
