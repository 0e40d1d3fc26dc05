import { isFinal } from '@lcm/core/domain/session';
import { runAround } from './around.ts';
import type { PeopleOptions } from './asking.ts';
import { checkFleet, fleetFindings } from './checks/fleet-rest.ts';
import { readersOf, tryDoors } from './checks/onlookers.ts';
import type { Kept } from './checks/punctuality.ts';
import { checkLabs, checkRest, checkWarmLabs } from './checks/rest.ts';
import { checkSeats } from './checks/seats.ts';
import { checkTasks } from './checks/tasks.ts';
import type { Violation } from './checks/violation.ts';
import { type ExamPaper, readExamPaper } from './exams/exam-paper.ts';
import { loseCoordination, misfortunes } from './faults/misfortunes.ts';
import { Host } from './host.ts';
import { closeDown, furnish, live } from './people.ts';
import { findBug } from './planted/bugs.ts';
import { type Profile, type ProfileName, profileOf } from './profile.ts';
import { controlPlanes, coordinationIsLostEvery } from './settings.ts';
import { SimWorld } from './sim-world.ts';

const hour = 3_600_000;
const day = 24 * hour;

export interface SimulationOptions {
  readonly seed: number;
  /** As many as the profile has, when nobody says. */
  readonly days?: number | undefined;
  /** What the run is like; a week, when nobody says. */
  readonly profile?: ProfileName | undefined;
  /** The name of a bug to plant. */
  readonly planted?: string | undefined;
  readonly controlPlanes?: number | undefined;
  /** Whether the coordination store is lost with all that is in it, once; by the seed, when nobody says. */
  readonly losesCoordination?: boolean | undefined;
  /** An invariant: as soon as it is broken, whoever planted a bug has seen enough. */
  readonly untilBroken?: string | undefined;
}

export interface SimulationReport {
  readonly seed: number;
  readonly planted: string | undefined;
  readonly violations: readonly Violation[];
  readonly commits: number;
  readonly deaths: number;
  readonly pauses: number;
  readonly terms: number;
  /** Effects of superseded leaders outside, in the window that SPEC 8.6 leaves open. */
  readonly windows: number;
  /** Sessions that had a place, and whose time went by before they could begin. */
  readonly unbegun: number;
  readonly exams: number;
  /** Labs that had to be as they were kept, or as they began. */
  readonly broughtBack: number;
  readonly punctuality: Kept;
  readonly hostMinutes: number;
  readonly connections: number;
  readonly sessions: Readonly<Record<string, number>>;
  /** What befell sessions beside going from one state to the next. */
  readonly happened: Readonly<Record<string, number>>;
  readonly launches: number;
}

/** The same lab, graded by us or by the engine outside. */
const papers = { ours: readExamPaper('built-in'), outside: readExamPaper('external') };

function paperOf({ parts }: Profile): ExamPaper {
  return parts.gradedOutside ? papers.outside : papers.ours;
}

/** A week, or more, of a small fleet with everything that can go wrong; then peace, and the bill. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { seed, planted, losesCoordination = seed % coordinationIsLostEvery === 0 } = options;
  const profile = profileOf(options.profile ?? 'week', options);
  const lastsMs = profile.days * day;
  const bug = findBug(planted);
  const paper = paperOf(profile);
  const world = new SimWorld({ seed, paper, profile });
  const { auditor } = world;
  const host = new Host(world, { seed, bug, paper, controlPlanes: options.controlPlanes ?? controlPlanes });
  const readers = readersOf(world, host, bug);
  let isOver = false;
  const going = (): boolean => !isOver;
  const people: PeopleOptions = { world, host, going };
  begin(people);
  for (const reader of readers) void reader.watch(going);
  if (losesCoordination) void loseCoordination(world, lastsMs);
  const isEnough = (): boolean => auditor.violations.some(({ invariant }) => invariant === options.untilBroken);
  await settle(world, lastsMs, isEnough);
  isOver = true;
  if (!isEnough()) {
    calm(world);
    await comeToRest(world, people);
    for (const reader of readers) reader.check();
    await checkRest(world, host);
  }
  const { violations, commits, sessions } = auditor;
  return {
    seed,
    planted,
    violations,
    commits,
    deaths: host.deaths,
    pauses: host.pauses,
    terms: world.leaders.all.length,
    windows: world.succession.windows,
    unbegun: world.earlyEnds.unbegun,
    exams: world.exams.count,
    broughtBack: world.kept.looks,
    punctuality: world.punctuality.kept,
    hostMinutes: world.billing.hostMinutes,
    connections: readers.reduce((sum, { connections }) => sum + connections, 0),
    sessions: countBy([...sessions.values()].map(({ outcome, status }) => outcome?.result ?? status)),
    happened: world.happened.counts,
    launches: Object.keys(world.ec2.effects.launches).length,
  };
}

/** The product, whoever uses it, and what goes wrong. */
function begin(people: PeopleOptions): void {
  const { world, host, going } = people;
  void host.run(() => true);
  runAround(world, host);
  void furnish(people).then(() => live(people));
  void tryDoors(world, host, going);
  void misfortunes(world, going);
  void world.hours.watch(going);
}

/** Everybody goes home, what is under way ends, and then every worker. */
async function comeToRest(world: SimWorld, people: PeopleOptions): Promise<void> {
  const { clock, auditor } = world;
  await settle(world, 2 * day, () => [...auditor.sessions.values()].every(isFinal) && noReservations(world));
  checkLabs(world);
  await settle(world, 16 * hour, () => fleetFindings(world).length === 0);
  checkFleet(world);
  checkWarmLabs(world);
  checkSeats(world);
  checkTasks(world);
  for (let round = 0; round < 12 && !ended(world); round += 1) {
    void closeDown(people);
    await clock.advance(2 * hour);
  }
  await clock.advance(2 * hour);
}

/** Until it holds, in steps of ten minutes, for so long at most; the invariants say what then is missing. */
async function settle({ clock }: SimWorld, ms: number, holds: () => boolean): Promise<void> {
  const latest = clock.now() + ms;
  while (!holds() && clock.now() < latest) await clock.advance(600_000);
}

function calm(world: SimWorld): void {
  world.roughness = 0;
  world.ec2.faults.clear();
  world.lds.clearFaults();
  world.grading.faults.clear();
  world.shared.calm();
  for (const [, server] of world.cmlServers()) server.clearFaults();
  world.billing.calm();
}

function noReservations({ auditor }: SimWorld): boolean {
  return [...auditor.workers.values()].every(({ reservations }) => Object.keys(reservations).length === 0);
}

function ended({ auditor }: SimWorld): boolean {
  return [...auditor.workers.values()].every(({ status }) => status === 'terminated');
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
