import type { StreamKind, StreamMessage } from '@lcm/core/contracts/stream';
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { mergeByVersion } from './merge-by-version.ts';
import type { Timing } from './timing.ts';
import type { Definition, Session, Template, Worker } from './views.ts';

export interface Views {
  readonly worker: Worker;
  readonly session: Session;
  readonly definition: Definition;
  readonly template: Template;
}

interface Item<Kind extends StreamKind> {
  readonly id: string;
  readonly version: number;
  readonly view: Views[Kind];
}

type Shelves = { readonly [Kind in StreamKind]: { value: ReadonlyMap<string, Item<Kind>> } };

/** Everything the screens show: the newest known version of each thing the viewer may see. */
export interface LiveStore {
  readonly workers: ReadonlySignal<readonly Worker[]>;
  readonly sessions: ReadonlySignal<readonly Session[]>;
  readonly definitions: ReadonlySignal<readonly Definition[]>;
  readonly templates: ReadonlySignal<readonly Template[]>;
  readonly find: <Kind extends StreamKind>(kind: Kind, id: string) => Views[Kind] | undefined;
  /** What an answer of the API held; the stream may already know better. */
  readonly take: <Kind extends StreamKind>(
    kind: Kind,
    item: { id: string; version: number; view: Views[Kind] },
  ) => void;
  /** The data of one message of the stream; shown with the next frame, together with all others of that frame. */
  readonly receive: (data: string) => void;
  /** Forgets everything: versions of another store's life cannot be compared. */
  readonly clear: () => void;
}

const kinds: readonly string[] = ['worker', 'session', 'definition', 'template'] satisfies StreamKind[];

function decode(data: string): StreamMessage | undefined {
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null) return undefined;
    if (!('kind' in message) || !kinds.includes(String(message.kind))) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server builds these messages from the same type
    return message as StreamMessage;
  } catch {
    return undefined;
  }
}

const empty: Shelves = {
  worker: { value: new Map() },
  session: { value: new Map() },
  definition: { value: new Map() },
  template: { value: new Map() },
};

function emptyShelves(): Shelves {
  return {
    worker: signal(empty.worker.value),
    session: signal(empty.session.value),
    definition: signal(empty.definition.value),
    template: signal(empty.template.value),
  };
}

/** Waiting messages beyond this are taken in at once: a tab in the background must not pile them up. */
const mostWaiting = 2_000;

export function createLiveStore(timing: Pick<Timing, 'frame'>): LiveStore {
  const shelves = emptyShelves();
  let waiting: StreamMessage[] = [];

  const shelve = <Kind extends StreamKind>(kind: Kind, items: readonly Item<Kind>[]): void => {
    const shelf = shelves[kind];
    shelf.value = mergeByVersion<Item<Kind>>(shelf.value, items);
  };
  const flush = (): void => {
    const news = waiting;
    waiting = [];
    batch(() => {
      for (const kind of Object.keys(shelves))
        shelve(kindOf(kind), news.filter((item) => item.kind === kind).map(itemOf));
    });
  };
  const list = <Kind extends StreamKind>(kind: Kind): ReadonlySignal<readonly Views[Kind][]> =>
    computed(() => [...shelves[kind].value.values()].map(({ view }) => view));

  return {
    workers: list('worker'),
    sessions: list('session'),
    definitions: list('definition'),
    templates: list('template'),
    find: (kind, id) => shelves[kind].value.get(id)?.view,
    take: (kind, item) => shelve(kind, [item]),
    receive: (data) => {
      const message = decode(data);
      if (message === undefined) return;
      waiting.push(message);
      if (waiting.length === 1) timing.frame(flush);
      else if (waiting.length >= mostWaiting) flush();
    },
    clear: () => {
      waiting = [];
      batch(() => {
        for (const kind of Object.keys(shelves)) shelves[kindOf(kind)].value = new Map();
      });
    },
  };
}

function kindOf(name: string): StreamKind {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the shelves are the kinds
  return name as StreamKind;
}

function itemOf<Kind extends StreamKind>({ id, version, view }: StreamMessage): Item<Kind> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind was looked at; a view has its contract's shape
  return { id, version, view: view as Views[Kind] };
}
