import type { CmlModel } from '@lcm/cml-simulator/model/model';
import { personRoles } from '@lcm/core/domain/access';
import { awaitsKept, openLabSuspension, type Session } from '@lcm/core/domain/session';
import type { Clock } from '@lcm/core/kernel';
import type { LdsModel } from '@lcm/lds-simulator/model/lds-model';
import { maxSkewMs, noShowMinutes } from '../settings.ts';
import type { Auditor, SessionStep } from './auditor.ts';
import type { Troubles } from './troubles.ts';

/** What has to be known of the world to tell a cause from an excuse. */
export interface Surroundings {
  readonly clock: Clock;
  readonly auditor: Auditor;
  readonly troubles: Troubles;
  readonly lds: LdsModel;
  /** The server on an instance, if there is one. */
  readonly cmlOf: (instance: string) => CmlModel | undefined;
  /** Whether its host is registered beyond the seats of the licence. */
  readonly isUncovered: (instance: string) => boolean;
  /** Looks what has become of the hosts. */
  readonly tend: () => void;
}

interface Ended {
  readonly step: SessionStep;
  readonly before: Session;
  readonly world: Surroundings;
}

interface Cause {
  readonly what: string;
  readonly holds: (ended: Ended) => boolean;
}

/** Why a session may end before the time that was granted to it. Scaling, draining, idling and our own deaths are not among them. */
const legalCauses: readonly Cause[] = [
  {
    what: 'a person ended it',
    holds: ({ step }) => step.commit.by.roles.some((role) => personRoles.some((person) => person === role)),
  },
  {
    what: 'the candidate finished',
    holds: ({ before, world }) => before.delivery !== undefined && hasFinished(world, before.delivery.id),
  },
  {
    what: 'nobody came for as long as the rules say',
    holds: ({ step, before, world }) => step.after.outcome?.result === 'expired' && isNoShow(world, before),
  },
  {
    what: 'a person took its host by force',
    holds: ({ before, world }) => isTakenByForce(world, before),
  },
  {
    what: 'the world broke it: it failed, and something befell its host, its delivery or the cloud',
    holds: ({ step, before, world }) => step.after.outcome?.result === 'failed' && befell(world, before) !== undefined,
  },
];

const granted: readonly Session['status'][] = ['scheduled', 'instantiating', 'ready', 'running'];
const graded: readonly Session['status'][] = ['collecting', 'grading'];
const awaited: readonly Session['status'][] = ['scheduled', 'instantiating'];
const atWork: readonly Session['status'][] = ['ready', 'running'];

/** Two machines decide by their own clocks: who reports, and who writes it down. */
const toleranceMs = 2 * maxSkewMs;

/** How long a decision may be under way: its process is stopped, or the network keeps it. */
const longestWayMs = 45 * 60_000;

/** I6: no session ends before its granted end, nor loses its host or lab, but for a cause that is not ours. */
export class EarlyEnds {
  /**
   * Sessions whose time went by before they could begin. Counted, and no violation: a lease is nearly as long as a session here,
   * so two leaders that die one after the other take all of its time.
   */
  unbegun = 0;
  /** When somebody last made up their mind to take a host away. The call may leave them later: its fence was checked by then. */
  readonly takenAt = new Map<string, number>();
  readonly #world: Surroundings;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  moved(step: SessionStep): void {
    const { before, after } = step;
    if (before === undefined || before.status === after.status) return;
    const ended = { step, before, world: this.#world };
    if (granted.includes(before.status) && !granted.includes(after.status)) this.#ended(ended);
    if (graded.includes(before.status) && after.outcome?.result === 'failed') this.#lost(ended);
  }

  /** Right before a host is stopped or ended. */
  hostTaken(instance: string, what: string): void {
    this.takenAt.set(instance, this.#world.clock.now());
    const labs = this.#world.cmlOf(instance)?.state.labs ?? [];
    this.#taken(({ lab }) => labs.some(({ id }) => id === lab?.id), `${what} of its host ${instance}`);
  }

  /** Right before a lab is stopped, wiped or deleted. Who is to have it anew has said so. */
  labTaken(labId: string, what: string): void {
    this.#taken(
      (session) => session.lab?.id === labId && openLabSuspension(session)?.cause !== 'reset',
      `${what} of its lab`,
    );
  }

  #taken(concerns: (session: Session) => boolean, what: string): void {
    for (const session of this.#world.auditor.sessions.values()) {
      if (!atWork.includes(session.status) || !concerns(session) || this.#isOver(session)) continue;
      this.#world.auditor.report('I6', `${session.id} is ${session.status} until later and met with a ${what}`);
    }
  }

  #ended(ended: Ended): void {
    const { before, step } = ended;
    if (this.#isOver(before)) {
      if (awaited.includes(before.status)) this.unbegun += 1;
      return;
    }
    if (legalCauses.some(({ holds }) => holds(ended))) return;
    const { status, outcome, reason } = step.after;
    const result = outcome ? `${outcome.result} (${outcome.reason})` : `${status} (${reason})`;
    this.#world.auditor.report('I6', `${before.id} was ${before.status} and ended before its time as ${result}`);
  }

  #lost({ before, step, world }: Ended): void {
    if (befell(world, before) !== undefined || isLostUnkept(before)) return;
    world.auditor.report('I7', `what was done in ${before.id} is lost: ${step.after.outcome?.reason}`);
  }

  #isOver({ timeslot }: Session): boolean {
    return timeslot === undefined || this.#world.clock.now() >= timeslot.end - toleranceMs;
  }
}

/** Also of a force that was taken back since: what follows from it may be on its way for as long as a process is stopped. */
function isTakenByForce({ auditor, clock }: Surroundings, { placement }: Session): boolean {
  const forcedAt = auditor.forcedAt.get(placement?.workerId ?? '');
  return forcedAt !== undefined && clock.now() - forcedAt < longestWayMs;
}

/** By the delivery system itself, and from when its lab was last there to begin with. */
function isNoShow({ clock, lds }: Surroundings, session: Session): boolean {
  const { status, delivery, suspensions = [] } = session;
  const isHeld = suspensions.some(({ cause }) => cause === 'operator');
  const hasCome = delivery !== undefined && lds.session(delivery.id)?.startedAt !== undefined;
  const dueAt = thereSince(session) + noShowMinutes * 60_000 - toleranceMs;
  return status === 'ready' && !isHeld && !hasCome && clock.now() >= dueAt;
}

function thereSince({ timeslot, readyAt, suspensions = [] }: Session): number {
  const backAt = suspensions.findLast(({ until }) => until !== undefined)?.until;
  return Math.max(timeslot?.start ?? Number.POSITIVE_INFINITY, readyAt ?? 0, backAt ?? 0);
}

/** Its host was lost so soon that nobody may have led who could have kept anything, and it ended before its lab was back. */
function isLostUnkept(session: Session): boolean {
  const { saved, readyAt = 0, suspensions = [] } = session;
  const lost = suspensions.findLast(({ cause }) => cause === 'worker-lost');
  if (saved !== undefined || lost === undefined || !awaitsKept(session)) return false;
  return lost.from - readyAt < longestWayMs;
}

function hasFinished({ lds }: Surroundings, id: string): boolean {
  return lds.session(id)?.endedAt !== undefined;
}

function befell(world: Surroundings, { placement }: Session): string | undefined {
  world.tend();
  const { auditor, troubles } = world;
  const workerId = placement?.workerId ?? '';
  const instance = auditor.workers.get(workerId)?.instanceId ?? '';
  if (world.isUncovered(instance)) return 'there was no seat for its host';
  return troubles.of(auditor.instancesOf.get(workerId) ?? new Set());
}
