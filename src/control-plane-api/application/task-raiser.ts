import {
  type Concern,
  type ConcernKind,
  type ConcernLimits,
  concernSources,
  concernsOf,
  endCause,
  holdsAt,
  isOpen,
  nextTurn,
  type Task,
  taskIdOf,
} from '@lcm/core/domain/task';
import { type Clock, Heap, type Instant, ok, reject } from '@lcm/core/kernel';
import { tasks } from './aggregates.ts';
import { unknown } from './change.ts';
import type { Caller } from './operation.ts';
import { isShared, type SharedSubject, sharedConcerns, sharedStream } from './shared-concerns.ts';
import type { ChangeOptions, Streams } from './streams.ts';
import type { ItemChange, Views } from './views.ts';

export interface TaskRaiserDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
  readonly limits: ConcernLimits;
  /** Whose managers see what the system raises. */
  readonly department: string;
  /** Told when a task cannot be written now; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Who raises and settles tasks, in the audit. */
const self = { id: 'service:task-raiser', name: 'Lablet Cloud Manager', roles: [] } as const;

const retryMs = 5_000;

/** A wall clock that jumps is noticed after this long at most. */
const longestRestMs = 3_600_000;

interface Turn {
  readonly stream: string;
  readonly at: Instant;
}

/** A task of which the system knows what it is for. */
type Raised = Task & Required<Pick<Task, 'cause'>> & { readonly cause: NonNullable<Task['cause']> };

/**
 * Raises a task for what the system needs a person for, and settles it when that is over. It holds nothing that a restart
 * may not lose: what there is to do follows from the views, and a task has the same id whoever raises it.
 */
export class TaskRaiser {
  readonly #deps: TaskRaiserDeps;
  readonly #waiting = new Set<string>();
  readonly #turns = new Heap<Turn>((one, other) => one.at < other.at);
  readonly #nextTurns = new Map<string, Instant>();
  /** The newest task of each cause, by the stream of what it is about. */
  readonly #raised = new Map<string, Map<string, Raised>>();
  /** Streams of what many things have in common whose task is not settled. */
  readonly #shared = new Set<string>();
  #wake = new AbortController();

  constructor(deps: TaskRaiserDeps) {
    this.#deps = deps;
  }

  /** Until aborted: at the beginning everything is looked at, then what changes, and what time changes. */
  async run(signal: AbortSignal): Promise<void> {
    const { views } = this.#deps;
    const unlisten = views.onChange((change) => this.#hear(change));
    for (const { state } of views.list('task')) this.#note(state);
    // Also of what has left the lists meanwhile.
    for (const stream of this.#raised.keys()) this.#look(stream);
    for (const kind of kinds) {
      for (const { state } of [...views.list(kind), ...views.listGone(kind)]) this.#look(`${kind}/${state.id}`);
    }
    for (const kind of ['session', 'notice'] as const) {
      for (const { state } of views.list(kind)) this.#lookAtShared(kind, state);
    }
    while (!signal.aborted) {
      this.#takeTurns();
      const isDone = await this.#work(signal);
      await this.#rest(signal, isDone);
    }
    unlisten();
  }

  #hear({ kind, id, item }: ItemChange): void {
    if (isConcernKind(kind)) this.#look(`${kind}/${id}`);
    this.#lookAtShared(kind, item.state);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
    if (kind === 'task') this.#note(item.state as Task);
  }

  /** What many things wait for is a matter of that, not of each of them. */
  #lookAtShared(kind: string, state: unknown): void {
    const shared = sharedStream(kind, state);
    if (shared === undefined) return;
    if (shared.stream !== undefined) this.#look(shared.stream);
    else for (const stream of this.#shared) if (stream.startsWith(`${shared.subject}/`)) this.#look(stream);
  }

  #look(stream: string): void {
    this.#waiting.add(stream);
    // With a reason of its own: the default one is an error with a stack, and most of the cost.
    this.#wake.abort('there is something to look at');
  }

  #note(task: Task): void {
    if (!isRaised(task) || task.subject === undefined) return;
    const stream = `${task.subject.kind}/${task.subject.id}`;
    const known = this.#raised.get(stream) ?? new Map<string, Raised>();
    const { cause, occurrence } = task.cause;
    if (occurrence >= (known.get(cause)?.cause.occurrence ?? 0)) known.set(cause, task);
    this.#raised.set(stream, known);
    if (isShared(task.subject.kind)) this.#noteShared(stream, task.cause.endedAt === undefined);
  }

  #noteShared(stream: string, lasts: boolean): void {
    if (lasts) this.#shared.add(stream);
    else this.#shared.delete(stream);
  }

  #takeTurns(): void {
    const now = this.#deps.clock.now();
    for (let turn = this.#turns.peek(); turn !== undefined && turn.at <= now; turn = this.#turns.peek()) {
      this.#turns.pop();
      if (this.#nextTurns.get(turn.stream) === turn.at) this.#nextTurns.delete(turn.stream);
      this.#waiting.add(turn.stream);
    }
  }

  /** False when something could not be written: it waits on. */
  async #work(signal: AbortSignal): Promise<boolean> {
    const { onError } = this.#deps;
    const streams = [...this.#waiting];
    this.#waiting.clear();
    let isDone = true;
    for (const stream of streams) {
      if (signal.aborted) return isDone;
      try {
        for (const write of this.#writesFor(stream)) await write();
      } catch (error) {
        onError(error);
        this.#waiting.add(stream);
        isDone = false;
      }
    }
    return isDone;
  }

  #writesFor(stream: string): readonly (() => Promise<void>)[] {
    const now = this.#deps.clock.now();
    const concerns = this.#concernsOf(stream);
    this.#plan(stream, concerns, now);
    const holding = concerns.filter((concern) => holdsAt(concern, now));
    const known = this.#raised.get(stream) ?? new Map<string, Raised>();
    const fresh = holding.flatMap((concern) => {
      const last = known.get(concern.cause)?.cause;
      if (last !== undefined && last.endedAt === undefined) return [];
      return [() => this.#raise(concern, (last?.occurrence ?? 0) + 1)];
    });
    const over = [...known.values()].filter(
      ({ cause }) => cause.endedAt === undefined && !holding.some((concern) => concern.cause === cause.cause),
    );
    const notes = holding.flatMap(({ cause, afterwards = '' }) => {
      const task = known.get(cause);
      return task === undefined || !isUnsaid(task, afterwards) ? [] : [() => this.#add(task, afterwards)];
    });
    return [...over.map((task) => () => this.#settle(task)), ...fresh, ...notes];
  }

  #concernsOf(stream: string): readonly Concern[] {
    const { views, limits } = this.#deps;
    const slash = stream.indexOf('/');
    const [name, id] = [stream.slice(0, slash), stream.slice(slash + 1)];
    if (isShared(name)) return this.#ofShared(name, id);
    if (!isConcernKind(name)) return [];
    const item = views.getKnown(name, id);
    if (item === undefined) return [];
    const concerns = concernsOf(name, item.state, limits);
    return views.get(name, id) === undefined ? concerns.flatMap(afterItsRecord) : concerns.map(whileListed);
  }

  #ofShared(name: SharedSubject, id: string): readonly Concern[] {
    const { views, limits } = this.#deps;
    return sharedConcerns[name](views, limits).filter(({ subject }) => subject.id === id);
  }

  /** When the same thing has to be looked at again though nothing happens to it. */
  #plan(stream: string, concerns: readonly Concern[], now: Instant): void {
    const turns = concerns.flatMap((concern) => nextTurn(concern, now) ?? []);
    const [at] = turns.toSorted((one, other) => one - other);
    if (at === undefined || this.#nextTurns.get(stream) === at) return;
    this.#nextTurns.set(stream, at);
    this.#turns.push({ stream, at });
  }

  async #raise(concern: Concern, occurrence: number): Promise<void> {
    const { streams, department } = this.#deps;
    const { cause, subject, title, detail: description, priority } = concern;
    const id = taskIdOf(concern, occurrence);
    const content = { title, description, priority, subject, department };
    await streams.change({ aggregate: tasks, id }, optionsFor('RaiseTask', id), (task, at) => {
      if (task !== undefined) return ok([]);
      return ok([{ type: 'TaskCreated', id, content, cause: { cause, occurrence }, by: self.name, at }]);
    });
  }

  async #add({ id }: Task, text: string): Promise<void> {
    await this.#deps.streams.change({ aggregate: tasks, id }, optionsFor('CommentTask', id), (task, at) =>
      task === undefined || !isUnsaid(task, text) ? ok([]) : ok([{ type: 'TaskCommented', text, by: self.name, at }]),
    );
  }

  async #settle({ id }: Task): Promise<void> {
    await this.#deps.streams.change({ aggregate: tasks, id }, optionsFor('SettleTask', id), (task, at) =>
      task === undefined ? reject(unknown('task', id)) : ok(endCause(task, { by: self.name, at })),
    );
  }

  async #rest(signal: AbortSignal, isDone: boolean): Promise<void> {
    const { clock } = this.#deps;
    if (!isDone) return clock.sleep(retryMs, signal);
    if (this.#waiting.size > 0) return;
    this.#wake = new AbortController();
    const left = (this.#turns.peek()?.at ?? Number.POSITIVE_INFINITY) - clock.now();
    await clock.sleep(Math.max(0, Math.min(left, longestRestMs)), AbortSignal.any([signal, this.#wake.signal]));
  }
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its kinds
const kinds = Object.keys(concernSources) as ConcernKind[];

function isConcernKind(kind: string): kind is ConcernKind {
  return kinds.some((known) => known === kind);
}

function isRaised(task: Task): task is Raised {
  return task.cause !== undefined;
}

function whileListed({ afterwards: _, ...concern }: Concern): Concern {
  return concern;
}

/** What a record that is not listed any more leaves for somebody to do. */
function afterItsRecord(concern: Concern): readonly Concern[] {
  const { detail, afterwards } = concern;
  return afterwards === undefined ? [] : [{ ...concern, detail: `${detail}\n${afterwards}` }];
}

/** Whether whoever has the task is not told so yet. */
function isUnsaid(task: Task, text: string): boolean {
  return isOpen(task) && !task.description.includes(text) && !task.comments.some((comment) => comment.text === text);
}

function optionsFor(operation: string, id: string): ChangeOptions {
  const caller: Caller = { actor: self, correlationId: id };
  return { operation, caller };
}
