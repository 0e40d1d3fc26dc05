import { firstDaysOf, type PlantedBug } from './bug.ts';
import { examBugs } from './exam-bugs.ts';
import { fleetBugs } from './fleet-bugs.ts';
import {
  deafProjector,
  doubleBooked,
  forgetfulFeed,
  forgottenCommand,
  openBook,
  staleViews,
} from './in-control-planes.ts';
import {
  blankEvidence,
  doubleLaunch,
  earlyEnd,
  forgottenLab,
  keptLicense,
  leaderWithoutFence,
  stingyReservations,
  tardyHand,
  warmLabTwice,
} from './in-controllers.ts';

/** One at least for each invariant that the simulation checks. Each has to be found in its week. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'overcommit',
    invariant: 'I1',
    what: 'reservations say a tenth of what the session needs',
    plant: stingyReservations,
    showsIn: { seed: 3, days: 7, controlPlanes: 1 },
  },
  {
    name: 'double-booked-port',
    invariant: 'I2',
    what: 'every reservation is written with the same port',
    plant: doubleBooked,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'warm-lab-twice',
    invariant: 'I2',
    what: 'a session takes a warm lab without saying so, and so does the next',
    plant: warmLabTwice,
    showsIn: { seed: 6, days: 7, controlPlanes: 1 },
  },
  {
    name: 'forgotten-lab',
    invariant: 'I3',
    what: 'deleting a lab is taken for done when it was only asked for',
    plant: forgottenLab,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'double-launch',
    invariant: 'I4',
    what: 'every attempt to launch has a token of its own',
    plant: doubleLaunch,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'kept-licence',
    invariant: 'I5',
    what: 'a licence counts as returned before CML was asked for it',
    plant: keptLicense,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'early-end',
    invariant: 'I6',
    what: 'the end of a session is read in another time zone',
    plant: earlyEnd,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'forgotten-command',
    invariant: 'I7',
    what: 'every third booking and every order to a worker is acknowledged before it is written, and is not',
    plant: forgottenCommand,
    showsIn: firstDaysOf(4),
  },
  {
    name: 'blank-evidence',
    invariant: 'I7',
    what: 'what is graded is the configuration that the node was given, not the one it runs',
    plant: blankEvidence,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'stale-views',
    invariant: 'I8',
    what: 'what follows from commits skips one event of each that has several',
    plant: staleViews,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'leader-without-fence',
    invariant: 'I9',
    what: 'commands go without the fence of their leader',
    plant: leaderWithoutFence,
    showsIn: { seed: 1, days: 7, controlPlanes: 1 },
  },
  {
    name: 'tardy-hand',
    invariant: 'I9',
    what: 'what cannot be undone is sent long after the lease was looked at',
    plant: tardyHand,
    showsIn: { seed: 4, days: 4, controlPlanes: 1 },
  },
  {
    name: 'forgetful-feed',
    invariant: 'I10',
    what: 'who comes back is told what it missed without the first of it',
    plant: forgetfulFeed,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'deaf-projector',
    invariant: 'I11',
    what: 'the keys of some workers are never written to the coordination store',
    plant: deafProjector,
    showsIn: firstDaysOf(2),
  },
  {
    name: 'open-book',
    invariant: 'I12',
    what: 'everybody is sent the calendar with names and ports',
    plant: openBook,
    showsIn: firstDaysOf(2),
  },
  ...fleetBugs,
  ...examBugs,
];

/** @throws Error when nobody has written that one */
export function findBug(name: string | undefined): PlantedBug | undefined {
  if (name === undefined) return undefined;
  const bug = plantedBugs.find((each) => each.name === name);
  if (bug) return bug;
  throw new Error(`no bug is called ${name}: ${plantedBugs.map((each) => each.name).join(', ')}`);
}
