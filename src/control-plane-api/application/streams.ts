import { type Clock, type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import {
  type Commit,
  ConflictError,
  type StateStore,
  type StoredEvent,
  SupersededError,
} from '@lcm/core/ports/state-store';
import type { Aggregate } from './aggregates.ts';
import type { CommitLog } from './commit-log.ts';
import { type Fences, supersededBy, withFence } from './fences.ts';
import type { Caller, Rejection } from './operation.ts';

const attempts = 8;
const snapshotEvery = 50;
const cachedStreams = 20_000;

/** A stream as folded up to its last commit. */
interface Folded {
  readonly version: number;
  readonly state: unknown;
  readonly fences: Fences;
}

export interface Changed<State> {
  readonly state: State;
  readonly version: number;
  readonly position: number;
}

export interface ChangeOptions {
  readonly operation: string;
  readonly caller: Caller;
  /** What the caller decided on; anything newer is a conflict. Left out: decide on what is there. */
  readonly expectedVersion?: number | undefined;
}

export const conflict: Rejection = {
  code: 'state.conflict',
  message: 'Somebody else changed it at the same moment. Look again and repeat.',
};

const empty: Folded = { version: 0, state: undefined, fences: {} };

export interface StreamsDeps {
  readonly store: StateStore;
  readonly log: CommitLog;
  readonly clock: Clock;
  /** Other processes write to the store too: what was folded here may be behind. */
  readonly isShared?: boolean | undefined;
  /** The newest state that readers are shown: what is the same is kept once. */
  readonly shown?: ((stream: string) => Pick<Folded, 'version' | 'state'> | undefined) | undefined;
}

/** Loads, decides, commits, publishes: the only way anything changes. */
export class Streams {
  readonly #store: StateStore;
  readonly #log: CommitLog;
  readonly #clock: Clock;
  readonly #isShared: boolean;
  readonly #shown: NonNullable<StreamsDeps['shown']>;
  readonly #cache = new Map<string, Folded>();

  constructor({ store, log, clock, isShared = false, shown = () => undefined }: StreamsDeps) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#isShared = isShared;
    this.#shown = shown;
  }

  async load<State, Event extends { readonly type: string }>(
    aggregate: Aggregate<State, Event>,
    id: string,
  ): Promise<{ readonly state: State | undefined; readonly version: number }> {
    const folded = await this.#fold(aggregate, id);
    const { state, version } = (await this.#isBehind(`${aggregate.kind}/${id}`, folded))
      ? await this.#fold(aggregate, id)
      : folded;
    return { state: asState<State>(state), version };
  }

  /**
   * Decides on the newest state and commits what was decided; a lost race is decided again.
   * @throws ConflictError when it is no longer at the expected version
   * @throws SupersededError when a later leader of the caller's election has spoken here
   */
  async change<State, Event extends { readonly type: string }, Refusal>(
    subject: { readonly aggregate: Aggregate<State, Event>; readonly id: string },
    options: ChangeOptions,
    decide: (state: State | undefined, at: Instant) => Result<readonly Event[], Refusal>,
  ): Promise<Result<Changed<State>, Refusal | Rejection>> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const folded = await this.#fold(subject.aggregate, subject.id);
      const objection = objectionTo(folded, subject.id, options);
      const decided = objection ?? decide(asState<State>(folded.state), this.#clock.now());
      // What is written is checked by the store itself; what is not was perhaps decided on something old.
      if (!writes(decided) && (await this.#isBehind(`${subject.aggregate.kind}/${subject.id}`, folded))) continue;
      if (decided instanceof Error) throw decided;
      if (!decided.ok) return decided;
      const changed = await this.#commit(subject, folded, { events: decided.value, options });
      if (changed) return ok(changed);
    }
    return reject(conflict);
  }

  /** Whether another process has gone on; then the next fold begins anew. */
  async #isBehind(stream: string, { version }: Folded): Promise<boolean> {
    if (!this.#isShared || (await this.#store.read(stream, version)).length === 0) return false;
    this.#cache.delete(stream);
    return true;
  }

  /** Undefined when somebody else was first. */
  async #commit<State, Event extends { readonly type: string }>(
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    folded: Folded,
    { events, options }: { events: readonly Event[]; options: ChangeOptions },
  ): Promise<Changed<State> | undefined> {
    const stream = `${aggregate.kind}/${id}`;
    if (events.length > 0) {
      const { version } = folded;
      const commit = this.#commitOf(stream, { version, schema: aggregate.schema, events, options });
      if (!(await this.#append(commit))) return undefined;
      this.#remember(stream, addCommit(aggregate, folded, commit));
    }
    await this.#log.publish();
    const newest = this.#cache.get(stream);
    const now = newest ? this.#remember(stream, newest) : folded;
    const state = asState<State>(now.state);
    if (state === undefined) throw new Error(`nothing was decided about ${id}, which does not exist`);
    return { state, version: now.version, position: this.#log.position };
  }

  #commitOf(
    stream: string,
    made: { version: number; schema: number; events: readonly StoredEvent[]; options: ChangeOptions },
  ): Commit {
    const { caller, operation } = made.options;
    const { id, name, roles } = caller.actor;
    return {
      stream,
      version: made.version + 1,
      schema: made.schema,
      events: made.events,
      at: this.#clock.now(),
      by: { id, name, roles },
      operation,
      correlationId: caller.correlationId,
      causationId: caller.causationId,
      fence: caller.fence,
    };
  }

  async #append(commit: Commit): Promise<boolean> {
    try {
      await this.#store.append(commit);
    } catch (error) {
      this.#cache.delete(commit.stream);
      if (error instanceof ConflictError) return false;
      throw error;
    }
    return true;
  }

  async #fold<State, Event extends { readonly type: string }>(
    aggregate: Aggregate<State, Event>,
    id: string,
  ): Promise<Folded> {
    const stream = `${aggregate.kind}/${id}`;
    const cached = this.#cache.get(stream);
    if (cached) return cached;
    const snapshot = await this.#store.snapshot(stream);
    // A snapshot of another schema is of no use; the commits are what counts.
    const usable = snapshot?.schema === aggregate.schema ? asFolded(snapshot.state) : empty;
    const commits = await this.#store.read(stream, usable.version);
    const folded = commits.reduce((sum, commit) => addCommit(aggregate, sum, commit), usable);
    if (commits.length >= snapshotEvery) {
      await this.#store.saveSnapshot({ stream, version: folded.version, schema: aggregate.schema, state: folded });
    }
    return folded.version > 0 ? this.#remember(stream, folded) : folded;
  }

  /** Once it is published, readers are shown the same state: then theirs is kept, and ours let go. */
  #remember(stream: string, folded: Folded): Folded {
    const shown = this.#shown(stream);
    const kept = shown?.version === folded.version ? { ...folded, state: shown.state } : folded;
    this.#cache.delete(stream);
    this.#cache.set(stream, kept);
    const oldest = this.#cache.size > cachedStreams ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
    return kept;
  }
}

function writes(decided: Error | Result<readonly unknown[], unknown>): boolean {
  return !(decided instanceof Error) && decided.ok && decided.value.length > 0;
}

/** Why this caller may not decide on that state; undefined when they may. */
function objectionTo(folded: Folded, id: string, { expectedVersion, caller }: ChangeOptions): Error | undefined {
  const superseded = caller.fence && supersededBy(folded.fences, caller.fence);
  if (superseded !== undefined) return new SupersededError(`${id}: ${superseded}`);
  if (expectedVersion !== undefined && expectedVersion !== folded.version) {
    return new ConflictError(`${id} is at version ${folded.version}, not ${expectedVersion}`);
  }
  return undefined;
}

function addCommit<State, Event extends { readonly type: string }>(
  aggregate: Aggregate<State, Event>,
  folded: Folded,
  commit: Commit,
): Folded {
  const state = aggregate.fold(asState<State>(folded.state), commit);
  return { version: commit.version, state, fences: withFence(folded.fences, commit.fence) };
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the stream's fold is of
function asState<State>(state: unknown): State | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded by the aggregate of that state
  return state as State | undefined;
}

function asFolded(state: unknown): Folded {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- saved by this class
  return state as Folded;
}
