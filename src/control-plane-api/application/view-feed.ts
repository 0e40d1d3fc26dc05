import { controllerViews } from '@lcm/core/contracts/control-plane';
import { type StreamKind, type StreamMessage, snapshotNames, streamNames } from '@lcm/core/contracts/stream';
import type { Permission } from '@lcm/core/domain/access';
import type { Definition } from '@lcm/core/domain/definition';
import type { FoundInstance } from '@lcm/core/domain/instance';
import type { Job } from '@lcm/core/domain/job';
import { isClosed, type LabRecord } from '@lcm/core/domain/lab';
import { type Notice, ownerOfNotice } from '@lcm/core/domain/notice';
import { endedSessionsTold, isFinal, type Session } from '@lcm/core/domain/session';
import { type SettingsState, settingsId } from '@lcm/core/domain/settings';
import type { Snapshot } from '@lcm/core/domain/snapshot';
import { maySeeTask, type Task } from '@lcm/core/domain/task';
import type { Template } from '@lcm/core/domain/template';
import type { Worker } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import * as z from 'zod';
import type { Kind } from './aggregates.ts';
import { encodedView } from './encoded-view.ts';
import { labVersions } from './lab-messages.ts';
import type { Audience, LiveFeed, LiveItem, LiveSnapshot, LiveVersion } from './live-feed.ts';
import { seesReservations, withoutNames, withoutUnsaid } from './privacy.ts';
import { viewOf } from './view-of.ts';
import type { Item, ItemChange, Views } from './views.ts';

/** How many positions back a reader may have been away and still be told only what it missed. */
const remembered = 5_000;
/** So many are forgotten at once: moving the rest along for each one would cost more than they take. */
const forgottenAtOnce = 500;

const names: Readonly<Record<string, string>> = streamNames;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its kinds
const kinds = Object.keys(snapshotNames) as readonly StreamKind[];

/** What changes in the views, as messages that are made once for all readers. */
export class ViewFeed implements LiveFeed {
  readonly #views: Views;
  readonly #epoch: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #catchUp: () => Promise<void>;
  readonly #listeners = new Set<(items: readonly LiveItem[]) => void>();
  /** What snapshots say of each thing as it is now: all readers come back at once when a process was away. */
  readonly #snapshots = new WeakMap<Item<unknown>, readonly LiveItem[]>();
  #recent: Entry[] = [];
  #forgotten: number;

  /** To be made when the views have caught up: what was before is no news. */
  constructor(views: Views, { epoch, clock, catchUp }: FeedDeps) {
    this.#views = views;
    this.#epoch = epoch;
    this.#clock = clock;
    this.#catchUp = catchUp;
    this.#forgotten = views.position;
    views.onChange((change) => this.#tell(change));
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  snapshot(): LiveSnapshot {
    const items = kinds.flatMap((kind) => this.#shown(kind).flatMap((item) => this.#snapshotOf(kind, item)));
    return { id: this.#id(this.#views.position), items };
  }

  /** What is over piles up over the years: whoever connects is told of what there is, lists tell of the rest. */
  #shown(kind: StreamKind): readonly Item<unknown>[] {
    if (kind === 'lab') return this.#views.list(kind).filter(({ state }) => !isClosed(state));
    const since = this.#clock.now() - endedSessionsTold;
    if (kind === 'notice') return this.#views.list(kind).filter(({ state }) => state.statusSince >= since);
    if (kind !== 'session') return this.#views.list(kind);
    return this.#views.list(kind).filter(({ state }) => !isFinal(state) || state.statusSince >= since);
  }

  isBehind(id: string): boolean {
    return (this.#positionOf(id) ?? 0) > this.#views.position;
  }

  async catchUp(): Promise<void> {
    await this.#catchUp();
  }

  since(id: string): readonly LiveItem[] | undefined {
    const position = this.#positionOf(id);
    if (position === undefined || position < this.#forgotten || position > this.#views.position) return undefined;
    return this.#recent.filter((entry) => entry.position > position).flatMap(({ items }) => items);
  }

  subscribe(listener: (items: readonly LiveItem[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #snapshotOf(kind: StreamKind, item: Item<unknown>): readonly LiveItem[] {
    const known = this.#snapshots.get(item);
    if (known !== undefined) return known;
    const made = this.#messages({ kind, item, event: snapshotNames[kind] });
    this.#snapshots.set(item, made);
    return made;
  }

  /** Undefined when it is none of this store's. */
  #positionOf(id: string): number | undefined {
    const colon = id.lastIndexOf(':');
    const position = Number(id.slice(colon + 1));
    return id.slice(0, colon) === this.#epoch && Number.isInteger(position) ? position : undefined;
  }

  /** Only for those who listen now: nobody is told later what was measured while they were away. */
  measured(item: Omit<LiveItem, 'id'>): void {
    for (const listener of this.#listeners) listener([item]);
  }

  #tell({ kind, item, commit }: ItemChange): void {
    if (!isStreamed(kind)) return;
    const last = commit.events.at(-1)?.type ?? '';
    const event = names[last] ?? snapshotNames[kind];
    const { position } = commit;
    const changes = withoutUnsaid(commit.events);
    const entry = new Entry(position, () => this.#messages({ kind, item, event, changes, position }));
    this.#remember(entry);
    if (!this.isWatched) return;
    for (const listener of this.#listeners) listener(entry.items);
  }

  #remember(entry: Entry): void {
    this.#recent.push(entry);
    if (this.#recent.length < remembered + forgottenAtOnce) return;
    const forgotten = this.#recent.splice(0, forgottenAtOnce);
    this.#forgotten = forgotten.at(-1)?.position ?? this.#forgotten;
  }

  /**
   * What is not for everybody's eyes comes in versions, of which each reader gets one. What they say is put into words
   * whenever it is asked for and not kept: whoever sends it keeps the text.
   */
  #messages({ kind, item, event, changes = [], position }: Made): readonly LiveItem[] {
    const { id, owner, workerId, versions } = described({ kind, item, changes });
    const told = versions.filter(({ isNews }) => !isNews || position !== undefined);
    const { version } = item;
    return told.map(({ view, audience, withoutChanges }) => ({
      ...(position !== undefined && { id: this.#id(position) }),
      event,
      subject: { kind, id },
      workerId,
      get data(): StreamMessage {
        return { kind, id, version, view: view(), changes: withoutChanges ? [] : changes };
      },
      audience: { ...audience, owner },
    }));
  }

  #id(position: number): string {
    return `${this.#epoch}:${position}`;
  }
}

interface FeedDeps {
  readonly epoch: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly catchUp: () => Promise<void>;
}

/** One position of the stream. Its message is made when somebody first wants it: often nobody does. */
class Entry {
  readonly position: number;
  readonly #make: () => readonly LiveItem[];
  #items: readonly LiveItem[] | undefined;

  constructor(position: number, make: () => readonly LiveItem[]) {
    this.position = position;
    this.#make = make;
  }

  get items(): readonly LiveItem[] {
    this.#items ??= this.#make();
    return this.#items;
  }
}

/** Of the others readers ask: the inbox is for controllers, and sources of content are looked at when somebody wants to. */
function isStreamed(kind: Kind): kind is StreamKind {
  return Object.hasOwn(snapshotNames, kind);
}

interface Made {
  readonly kind: StreamKind;
  readonly item: Item<unknown>;
  readonly event: string;
  readonly changes?: StreamMessage['changes'] | undefined;
  readonly position?: number | undefined;
}

interface Described {
  readonly id: string;
  readonly versions: readonly LiveVersion[];
  readonly owner?: string | undefined;
  readonly workerId?: string | undefined;
}

function described({ kind, item, changes = [] }: Omit<Made, 'event'>): Described {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
  const encode = encoders[kind] as (item: Item<unknown>, changes: StreamMessage['changes']) => Described;
  return encode(item, changes);
}

const encoders = {
  worker: (item: Item<Worker>): Described => {
    const { id } = item.state;
    const full = { view: () => encodedView('worker', item), audience: { permission: seesReservations } } as const;
    const reduced = {
      view: () => z.encode(controllerViews.worker, withoutNames(viewOf.worker(item))),
      audience: { permission: 'worker:read', unless: seesReservations },
      withoutChanges: true,
    } as const;
    return { id, workerId: id, versions: [full, reduced] };
  },
  lab: (item: Item<LabRecord>, changes: StreamMessage['changes']): Described => {
    const { id, workerId } = item.state;
    return { id, workerId, versions: labVersions(item, changes) };
  },
  session: (item: Item<Session>): Described => ({
    id: item.state.id,
    owner: item.state.ownerId,
    workerId: item.state.placement?.workerId,
    versions: one('session:all', () => encodedView('session', item)),
  }),
  definition: (item: Item<Definition>): Described => ({
    id: item.state.id,
    versions: one('definition:read', () => encodedView('definition', item)),
  }),
  template: (item: Item<Template>): Described => ({
    id: item.state.name,
    versions: one('template:read', () => encodedView('template', item)),
  }),
  instance: (item: Item<FoundInstance>): Described => ({
    id: item.state.id,
    workerId: item.state.adoption?.workerId,
    versions: one('worker:read', () => encodedView('instance', item)),
  }),
  job: (item: Item<Job>): Described => ({
    id: item.state.name,
    versions: one('system:read', () => encodedView('job', item)),
  }),
  settings: (item: Item<SettingsState>): Described => ({
    id: settingsId,
    versions: one('system:read', () => encodedView('settings', item)),
  }),
  task: (item: Item<Task>): Described => {
    const { state: task } = item;
    const sees: Audience['sees'] = (actor) => maySeeTask(actor, task);
    const view = () => encodedView('task', item);
    return { id: task.id, versions: [{ view, audience: { permission: 'task:all', sees } }, ...handedOver(item)] };
  },
  snapshot: (item: Item<Snapshot>): Described => ({
    id: item.state.id,
    workerId: item.state.worker.id,
    versions: one('worker:read', () => encodedView('snapshot', item)),
  }),
  notice: (item: Item<Notice>): Described => ({
    id: item.state.id,
    owner: ownerOfNotice(item.state),
    versions: one('session:all', () => encodedView('notice', item)),
  }),
};

/** Who had a task until now hears that it is no longer theirs to see, and nothing else of it. */
function handedOver({ state: task, version }: Item<Task>): readonly LiveVersion[] {
  const { before } = task;
  if (before === undefined) return [];
  const gone: Task = { ...withoutContent(task), status: 'deleted' };
  const view = () => z.encode(controllerViews.task, viewOf.task({ state: gone, version }));
  const sees: Audience['sees'] = (actor) => !maySeeTask(actor, task) && maySeeTask(actor, before);
  return [{ view, audience: { permission: 'task:all', sees }, withoutChanges: true, isNews: true }];
}

function withoutContent({ id, priority, statusSince, createdAt, updatedAt }: Task): Omit<Task, 'status'> {
  const hidden = { title: '', description: '', reason: 'it was handed over', createdBy: '', updatedBy: '' };
  return { ...hidden, id, priority, statusSince, createdAt, updatedAt, comments: [] };
}

function one(permission: Permission, view: () => unknown): readonly LiveVersion[] {
  return [{ view, audience: { permission } }];
}
