import { isImportedLaunch, maintenanceDuring, shiftsAround, type Worker, windowsOf } from '@lcm/core/domain/worker';
import { type Clock, type Instant, instant, toIso } from '@lcm/core/kernel';
import type { Auditor, WorkerStep } from './auditor.ts';
import type { Troubles } from './troubles.ts';

interface Surroundings {
  readonly clock: Clock;
  readonly auditor: Auditor;
  readonly troubles: Troubles;
  /** Whether EC2 has not begun to run an instance, for whatever reason of its own. */
  readonly isPending: (instance: string) => boolean;
}

const minute = 60_000;
const hour = 60 * minute;

/** A host is asked for as early as it takes; what is added is for leaders that die one after the other. */
const graceMs = 2 * hour;
const lookEveryMs = 30 * minute;

const up: readonly Worker['status'][] = ['running', 'draining'];

/** When hosts are to be up and when they are nobody's: maintenance (I1) and hours of the week (I11). */
export class Hours {
  readonly #world: Surroundings;
  /** Since when each has the timetable that it has. */
  readonly #setAt = new Map<string, Instant>();

  constructor(world: Surroundings) {
    this.#world = world;
  }

  workerMoved({ before, after, commit }: WorkerStep): void {
    const { auditor, clock } = this.#world;
    if (commit.events.some(({ type }) => type === 'WorkerTimetableSet')) this.#setAt.set(after.id, clock.now());
    for (const { id, sessionId, from, until } of Object.values(after.reservations)) {
      const window = maintenanceDuring(after, { from, until });
      if (window) auditor.report('I1', `${id} of ${sessionId} takes the time of ${window.id} on ${after.id}`);
    }
    if (isToldToRest(before, after) && isByController(commit)) this.#stopped(after);
  }

  /** Whoever stops it for want of use has not looked at what it is up for. */
  #stopped(worker: Worker): void {
    const now = this.#world.clock.now();
    const { now: shift } = shiftsAround(worker, now);
    const kept = windowsOf(worker).find(({ keepsUp, from, until }) => keepsUp && from <= now && now < until);
    // A minute for two clocks.
    const until = Math.max(shift?.until ?? 0, kept?.until ?? 0) - minute;
    if (until > now)
      this.#world.auditor.report('I11', `${worker.id} is to be up until ${toIso(instant(until))} and was told to stop`);
  }

  /** Looks now and then whether those are up that have hours; for as long as `going` says so. */
  async watch(going: () => boolean): Promise<void> {
    while (going()) {
      await this.#world.clock.sleep(lookEveryMs);
      if (going()) this.check();
    }
  }

  check(): void {
    for (const worker of this.#world.auditor.workers.values()) this.#checkUp(worker);
  }

  #checkUp(worker: Worker): void {
    const { auditor, clock } = this.#world;
    const now = clock.now();
    const { now: shift } = shiftsAround(worker, now);
    if (shift === undefined || up.includes(worker.status) || worker.desired === 'terminated') return;
    const since = Math.max(shift.from, this.#setAt.get(worker.id) ?? 0, worker.createdAt);
    if (now - since < graceMs || this.#isExcused(worker, since)) return;
    auditor.report('I11', `${worker.id} is ${worker.status} in its hours, since ${toIso(instant(since))}`);
  }

  /** A person keeps the last word; what befell the host or the cloud is nobody's neglect. */
  #isExcused(worker: Worker, since: number): boolean {
    const { auditor, troubles } = this.#world;
    const isByPerson = worker.desired !== 'running' && worker.desiredCause === undefined;
    const isStoppedSince = isByPerson && (worker.desiredSince ?? worker.createdAt) > since - hour;
    if (isStoppedSince || this.#isOthersPending(worker)) return true;
    return troubles.of(auditor.instancesOf.get(worker.id) ?? new Set()) !== undefined;
  }

  /** One that somebody else launched is not ours to replace. */
  #isOthersPending(worker: Worker): boolean {
    return isImportedLaunch(worker) && this.#world.isPending(worker.instanceId ?? '');
  }
}

/** The end of a drain is what an operator ordered. */
function isToldToRest(before: WorkerStep['before'], after: WorkerStep['after']): boolean {
  return before?.desired === 'running' && after.desired === 'stopped' && before.status !== 'draining';
}

function isByController({ by }: WorkerStep['commit']): boolean {
  return by.roles.some((role) => role === 'scheduler' || role === 'worker-controller');
}
