import { controllerViews } from '@lcm/core/contracts/control-plane';
import { type StreamKind, type StreamMessage, snapshotNames, streamNames } from '@lcm/core/contracts/stream';
import type { Permission } from '@lcm/core/domain/access';
import type { Session } from '@lcm/core/domain/session';
import * as z from 'zod';
import type { LiveFeed, LiveItem, LiveSnapshot } from './live-feed.ts';
import { viewOf } from './view-of.ts';
import type { Item, ItemChange, Views } from './views.ts';

/** How many positions back a reader may have been away and still be told only what it missed. */
const remembered = 5_000;

const permissionFor = {
  worker: 'worker:read',
  session: 'session:all',
  definition: 'definition:read',
  template: 'template:read',
} as const satisfies Record<StreamKind, Permission>;

const names: Readonly<Record<string, string>> = streamNames;
const kinds: readonly StreamKind[] = ['worker', 'session', 'definition', 'template'];

/** What changes in the views, as messages that are made once for all readers. */
export class ViewFeed implements LiveFeed {
  readonly #views: Views;
  readonly #epoch: string;
  readonly #listeners = new Set<(items: readonly LiveItem[]) => void>();
  #recent: Entry[] = [];
  #forgotten: number;

  /** To be made when the views have caught up: what was before is no news. */
  constructor(views: Views, epoch: string) {
    this.#views = views;
    this.#epoch = epoch;
    this.#forgotten = views.position;
    views.onChange((change) => this.#tell(change));
  }

  snapshot(): LiveSnapshot {
    const items = kinds.flatMap((kind) =>
      this.#views.list(kind).map((item) => this.#message({ kind, item, event: snapshotNames[kind] })),
    );
    return { id: this.#id(this.#views.position), items };
  }

  since(id: string): readonly LiveItem[] | undefined {
    const colon = id.lastIndexOf(':');
    const position = Number(id.slice(colon + 1));
    if (id.slice(0, colon) !== this.#epoch || !Number.isInteger(position)) return undefined;
    if (position < this.#forgotten || position > this.#views.position) return undefined;
    return this.#recent.filter((entry) => entry.position > position).flatMap(({ items }) => items);
  }

  subscribe(listener: (items: readonly LiveItem[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell({ kind, item, commit }: ItemChange): void {
    if (kind === 'inbox') return;
    const last = commit.events.at(-1)?.type ?? '';
    const event = names[last] ?? snapshotNames[kind];
    const { position, events: changes } = commit;
    const entry = new Entry(position, () => this.#message({ kind, item, event, changes, position }));
    this.#remember(entry);
    if (this.#listeners.size === 0) return;
    for (const listener of this.#listeners) listener(entry.items);
  }

  #remember(entry: Entry): void {
    this.#recent.push(entry);
    if (this.#recent.length <= 2 * remembered) return;
    this.#forgotten = this.#recent[remembered - 1]?.position ?? this.#forgotten;
    this.#recent = this.#recent.slice(remembered);
  }

  #message(made: {
    kind: StreamKind;
    item: Item<unknown>;
    event: string;
    changes?: StreamMessage['changes'];
    position?: number;
  }): LiveItem {
    const { kind, item, event, changes = [], position } = made;
    const { id, view, owner, workerId } = described(kind, item);
    return {
      ...(position !== undefined && { id: this.#id(position) }),
      event,
      subject: { kind, id },
      workerId,
      data: { kind, id, version: item.version, view, changes } satisfies StreamMessage,
      audience: { permission: permissionFor[kind], owner },
    };
  }

  #id(position: number): string {
    return `${this.#epoch}:${position}`;
  }
}

/** One position of the stream. Its message is made when somebody first wants it: often nobody does. */
class Entry {
  readonly position: number;
  readonly #make: () => LiveItem;
  #items: readonly LiveItem[] | undefined;

  constructor(position: number, make: () => LiveItem) {
    this.position = position;
    this.#make = make;
  }

  get items(): readonly LiveItem[] {
    this.#items ??= [this.#make()];
    return this.#items;
  }
}

interface Described {
  readonly id: string;
  readonly view: unknown;
  readonly owner?: string | undefined;
  readonly workerId?: string | undefined;
}

function described(kind: StreamKind, item: Item<unknown>): Described {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
  const encode = encoders[kind] as (item: Item<unknown>) => Described;
  return encode(item);
}

const encoders = {
  worker: (item: Item<Parameters<typeof viewOf.worker>[0]['state']>): Described => ({
    id: item.state.id,
    workerId: item.state.id,
    view: z.encode(controllerViews.worker, viewOf.worker(item)),
  }),
  session: (item: Item<Session>): Described => ({
    id: item.state.id,
    owner: item.state.ownerId,
    workerId: item.state.placement?.workerId,
    view: z.encode(controllerViews.session, viewOf.session(item)),
  }),
  definition: (item: Item<Parameters<typeof viewOf.definition>[0]['state']>): Described => ({
    id: item.state.id,
    view: z.encode(controllerViews.definition, viewOf.definition(item)),
  }),
  template: (item: Item<Parameters<typeof viewOf.template>[0]['state']>): Described => ({
    id: item.state.name,
    view: z.encode(controllerViews.template, viewOf.template(item)),
  }),
};
