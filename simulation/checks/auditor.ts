import { aggregates, type Kind } from '@lcm/control-plane-api/application/aggregates';
import { splitStream } from '@lcm/control-plane-api/application/views';
import type { Definition } from '@lcm/core/domain/definition';
import { type FoundInstance, foundInstanceTransitions } from '@lcm/core/domain/instance';
import { type LabRecord, labTransitions } from '@lcm/core/domain/lab';
import { type Session, sessionTransitions } from '@lcm/core/domain/session';
import { type Task, taskTransitions } from '@lcm/core/domain/task';
import { type Claim, peakUsage, resources, type Worker, workerTransitions } from '@lcm/core/domain/worker';
import { type Clock, type Instant, instant, toIso } from '@lcm/core/kernel';
import type { Commit, StoredEvent } from '@lcm/core/ports/state-store';
import { Bindings } from './bindings.ts';
import type { Report, Violation } from './violation.ts';

/** A commit that moved a session, with what it was before and is now. */
export interface SessionStep extends Step<Session> {
  readonly after: Session;
}

/** A commit that moved a worker, or an instance that was found in the cloud. */
export interface WorkerStep extends Step<Worker> {
  readonly after: Worker;
}
export interface InstanceStep extends Step<FoundInstance> {
  readonly after: FoundInstance;
}

/** Reads every commit as it is made and checks what must hold at every instant: I1, I2 and I8. */
export class Auditor {
  readonly violations: Violation[] = [];
  readonly workers = new Map<string, Worker>();
  readonly sessions = new Map<string, Session>();
  readonly definitions = new Map<string, Definition>();
  readonly tasks = new Map<string, Task>();
  readonly labs = new Map<string, LabRecord>();
  /** Those that were found in the cloud, or are looked for there. */
  readonly instances = new Map<string, FoundInstance>();
  /** All instances that a worker has ever had. */
  readonly instancesOf = new Map<string, Set<string>>();
  /** Hears of every step of a session, for checks that need to know more than the commit. */
  onSession: (step: SessionStep) => void = () => undefined;
  onWorker: (step: WorkerStep) => void = () => undefined;
  onInstance: (step: InstanceStep) => void = () => undefined;
  readonly #clock: Clock;
  readonly #states = new Map<string, unknown>();
  readonly #versions = new Map<string, number>();
  readonly #changedAt = new Map<string, Instant>();
  readonly #bound = new Bindings((invariant, what) => this.#report(invariant, what));
  /** Instances whose licence could not be given back, as their workers say. */
  readonly notReturned = new Set<string>();
  /** When a person last was taking each host by force. */
  readonly forcedAt = new Map<string, Instant>();
  /** Places that sessions had before they had another. */
  readonly #left = new Set<string>();
  commits = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  committed(commit: Commit): void {
    this.commits += 1;
    const { stream, version } = commit;
    const expected = (this.#versions.get(stream) ?? 0) + 1;
    if (version !== expected) this.#report('I8', `${stream} went from version ${expected - 1} to ${version}`);
    this.#versions.set(stream, version);
    this.#changedAt.set(stream, this.#clock.now());
    const [kind, id] = splitStream(stream);
    if (kind === undefined) return;
    const before = this.#states.get(stream);
    const after = fold(kind, before, commit);
    this.#states.set(stream, after);
    this.#step(kind, id, { before, after, commit });
  }

  #step(kind: Kind, id: string, { before, after, commit }: Step<unknown>): void {
    if (kind === 'worker') this.#worker(id, { before: asWorker(before), after: asWorker(after), commit });
    if (kind === 'session') this.#session(id, { before: asSession(before), after: asSession(after), commit });
    if (kind === 'lab') this.#lab(id, { before: asLab(before), after: asLab(after), commit });
    if (kind === 'instance') this.#instance(id, { before: asInstance(before), after: asInstance(after), commit });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded from a stream of tasks
    if (kind === 'task') this.#task(id, { before: before as Task | undefined, after: after as Task, commit });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded from a stream of definitions
    if (kind === 'definition') this.definitions.set(id, after as Definition);
  }

  get versions(): ReadonlyMap<string, number> {
    return this.#versions;
  }

  /** When something was committed to it last, by the world's own clock. */
  changedAt(stream: string): Instant | undefined {
    return this.#changedAt.get(stream);
  }

  state(stream: string): unknown {
    return this.#states.get(stream);
  }

  readonly report: Report = (invariant, what) => this.#report(invariant, what);

  #worker(id: string, { before, after, commit }: Step<Worker>): void {
    if (after === undefined) return;
    this.workers.set(id, after);
    this.#legal(workerTransitions, { kind: 'worker', before, commit });
    this.#capacity(after);
    this.#force(after);
    if (after.instanceId && commit.events.some(saysLost)) this.notReturned.add(after.instanceId);
    this.#ports(after);
    if (after.instanceId) this.instancesOf.set(id, new Set([...(this.instancesOf.get(id) ?? []), after.instanceId]));
    this.onWorker({ before, after, commit });
  }

  #force({ id, drain }: Worker): void {
    if (drain?.forced?.by !== undefined) this.forcedAt.set(id, this.#clock.now());
  }

  #instance(id: string, { before, after, commit }: Step<FoundInstance>): void {
    if (after === undefined) return;
    this.instances.set(id, after);
    this.#legal(foundInstanceTransitions, { kind: 'instance', before, commit });
    this.onInstance({ before, after, commit });
  }

  #session(id: string, { before, after, commit }: Step<Session>): void {
    if (after === undefined) return;
    this.sessions.set(id, after);
    const left = before?.placement?.reservationId;
    if (left !== undefined && left !== after.placement?.reservationId) this.#left.add(left);
    this.#legal(sessionTransitions, { kind: 'session', before, commit });
    this.#bindings(id, before, commit);
    this.onSession({ before, after, commit });
  }

  #lab(id: string, { before, after, commit }: Step<LabRecord>): void {
    if (after === undefined) return;
    this.labs.set(id, after);
    this.#legal(labTransitions, { kind: 'lab', before, commit });
  }

  #task(id: string, { before, after, commit }: Step<Task> & { readonly after: Task }): void {
    this.tasks.set(id, after);
    this.#legal(taskTransitions, { kind: 'task', before, commit });
  }

  #bindings(id: string, before: Session | undefined, commit: Commit): void {
    let state = before;
    for (const event of commit.events) {
      const after = asSession(fold('session', state, { ...commit, events: [event] }));
      if (after === undefined) return;
      this.#bound.stepped({ id, by: event.type, before: state, after });
      state = after;
    }
  }

  /** Event by event: what is between the events of one commit counts too. */
  #legal(
    table: Readonly<Record<string, readonly string[]>>,
    { kind, before, commit }: { kind: Kind; before: unknown; commit: Commit },
  ): void {
    let state = before;
    for (const event of commit.events) {
      const from = statusOf(state);
      state = fold(kind, state, { ...commit, events: [event] });
      const to = statusOf(state);
      const legal = from === '' || from === to || table[from]?.includes(to);
      if (!legal) this.#report('I8', `${commit.stream} went from ${from} to ${to} by ${event.type}`);
    }
  }

  /** By what the sessions need, not by what the reservations say: a wrong reservation is one of the faults to find. */
  #capacity(worker: Worker): void {
    const claims: Claim[] = Object.values(worker.reservations).map((reservation) => ({
      ...reservation,
      amounts: this.sessions.get(reservation.sessionId)?.definition.needs ?? reservation.amounts,
    }));
    for (const { from } of claims) {
      const used = peakUsage(claims, from, instant(from + 1));
      for (const resource of resources) {
        if (used[resource] > worker.spec.capacity[resource]) {
          this.#report(
            'I1',
            `${worker.id}: ${used[resource]} of ${worker.spec.capacity[resource]} ${resource} are promised`,
          );
        }
      }
    }
  }

  #ports(worker: Worker): void {
    const ports = Object.values(worker.reservations).flatMap((reservation) => Object.values(reservation.ports));
    if (new Set(ports).size !== ports.length) this.#report('I2', `${worker.id}: a port was given twice`);
    // One that nobody confirmed, or that its session has left, may lie there until it is taken back.
    const confirmed = Object.values(worker.reservations).filter(({ id, confirmed: is }) => is && !this.#left.has(id));
    const sessions = confirmed.map(({ sessionId }) => sessionId);
    if (new Set(sessions).size !== sessions.length) this.#report('I2', `${worker.id}: a session holds two places`);
  }

  #report(invariant: string, what: string): void {
    if (this.violations.some((known) => known.what === what)) return;
    this.violations.push({ invariant, what, at: toIso(this.#clock.now()) });
  }
}

interface Step<State> {
  readonly before: State | undefined;
  readonly after: State | undefined;
  readonly commit: Commit;
}

function fold(kind: Kind, before: unknown, commit: Commit): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the states of a stream are folded by its own aggregate
  return aggregates[kind].fold(before as never, commit);
}

/** Said anew, that is: what was said of an earlier instance stays on its worker. */
function saysLost(event: StoredEvent): boolean {
  return event.type.startsWith('WorkerLicense') && /"(?:not returned|return not confirmed)/.test(JSON.stringify(event));
}

/** A stream's state after these commits, which are all it had by then. */
export function foldAll(stream: string, commits: readonly Commit[]): unknown {
  const [kind] = splitStream(stream);
  return kind && commits.reduce<unknown>((state, commit) => fold(kind, state, commit), undefined);
}

function statusOf(state: unknown): string {
  return typeof state === 'object' && state !== null && 'status' in state ? String(state.status) : '';
}

function asWorker(state: unknown): Worker | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded from a stream of workers
  return state as Worker | undefined;
}

function asLab(state: unknown): LabRecord | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded from a stream of labs
  return state as LabRecord | undefined;
}

function asInstance(state: unknown): FoundInstance | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded from a stream of instances
  return state as FoundInstance | undefined;
}

function asSession(state: unknown): Session | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded from a stream of sessions
  return state as Session | undefined;
}
