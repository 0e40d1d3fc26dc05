import type { StreamKind, StreamMessage } from '@lcm/core/contracts/stream';
import { hasLeftLists } from '@lcm/core/domain/worker';
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { mergeByVersion } from './merge-by-version.ts';
import type { Timing } from './timing.ts';
import type {
  Definition,
  FoundInstance,
  Job,
  LabRecord,
  Notice,
  Session,
  SettingsItem,
  Snapshot,
  Task,
  Template,
  Worker,
} from './views.ts';

export interface Views {
  readonly worker: Worker;
  readonly session: Session;
  readonly definition: Definition;
  readonly template: Template;
  readonly job: Job;
  readonly settings: SettingsItem;
  readonly instance: FoundInstance;
  readonly task: Task;
  readonly lab: LabRecord;
  readonly snapshot: Snapshot;
  readonly notice: Notice;
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
  readonly jobs: ReadonlySignal<readonly Job[]>;
  readonly instances: ReadonlySignal<readonly FoundInstance[]>;
  readonly tasks: ReadonlySignal<readonly Task[]>;
  readonly snapshots: ReadonlySignal<readonly Snapshot[]>;
  readonly notices: ReadonlySignal<readonly Notice[]>;
  readonly labs: ReadonlySignal<readonly LabRecord[]>;
  readonly find: <Kind extends StreamKind>(kind: Kind, id: string) => Views[Kind] | undefined;
  /** What an answer of the API held; the stream may already know better. */
  readonly take: <Kind extends StreamKind>(
    kind: Kind,
    item: { id: string; version: number; view: Views[Kind] },
  ) => void;
  /** The data of one message of the stream; shown with the next frame, together with all others of that frame. */
  readonly receive: (data: string) => void;
  /** From here on everything comes anew, in whatever order; until it is complete the old goes on being shown. */
  readonly beginSnapshot: () => void;
  /** What did not come is gone. Versions of another epoch cannot be compared: then only what came is kept. */
  readonly endSnapshot: (epoch: string) => void;
}

const kinds = [
  'worker',
  'session',
  'definition',
  'template',
  'job',
  'settings',
  'instance',
  'task',
  'lab',
  'snapshot',
  'notice',
] as const satisfies readonly StreamKind[];

function decode(data: string): StreamMessage | undefined {
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null) return undefined;
    if (!('kind' in message) || !kinds.some((kind) => kind === message.kind)) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server builds these messages from the same type
    return message as StreamMessage;
  } catch {
    return undefined;
  }
}

function emptyShelves(): Shelves {
  return {
    worker: signal(new Map()),
    session: signal(new Map()),
    definition: signal(new Map()),
    template: signal(new Map()),
    job: signal(new Map()),
    settings: signal(new Map()),
    instance: signal(new Map()),
    task: signal(new Map()),
    lab: signal(new Map()),
    snapshot: signal(new Map()),
    notice: signal(new Map()),
  };
}

/** What has left the lists is kept so that nothing older of it comes back. */
function isThere(kind: StreamKind, view: object): boolean {
  return !hasLeftLists(kind, view);
}

/** Waiting messages beyond this are taken in at once: a tab in the background must not pile them up. */
const mostWaiting = 2_000;

/** Frames that are let pass at most while everything comes anew: about a second. */
const mostPassed = 60;

/** What is on the lists of each kind. */
function listsOf(shelves: Shelves) {
  const list = <Kind extends StreamKind>(kind: Kind): ReadonlySignal<readonly Views[Kind][]> =>
    computed(() => [...shelves[kind].value.values()].map(({ view }) => view).filter((view) => isThere(kind, view)));
  return {
    workers: list('worker'),
    sessions: list('session'),
    definitions: list('definition'),
    templates: list('template'),
    jobs: list('job'),
    instances: list('instance'),
    tasks: list('task'),
    labs: list('lab'),
    snapshots: list('snapshot'),
    notices: list('notice'),
  };
}

export function createLiveStore(timing: Pick<Timing, 'frame'>): LiveStore {
  const shelves = emptyShelves();
  let waiting: StreamMessage[] = [];
  let snapshot: StreamMessage[] | undefined;
  let epoch = '';
  // Of a large fleet each frame would draw everything anew as it comes: twice as many pass each time.
  let [pause, passing] = [0, 0];

  const flush = (): void => {
    const news = waiting;
    waiting = [];
    pause = snapshot === undefined ? 0 : Math.min(2 * pause + 1, mostPassed);
    passing = pause;
    batch(() => kinds.forEach((kind) => shelve(shelves, kind, news)));
  };

  const draw = (): void => {
    if (passing === 0) return flush();
    passing -= 1;
    timing.frame(draw);
  };

  return {
    ...listsOf(shelves),
    find: (kind, id) => {
      const view = shelves[kind].value.get(id)?.view;
      return view !== undefined && isThere(kind, view) ? view : undefined;
    },
    take: (kind, item) => shelve(shelves, kind, [{ kind, changes: [], ...item }]),
    receive: (data) => {
      const message = decode(data);
      if (message === undefined) return;
      snapshot?.push(message);
      waiting.push(message);
      if (waiting.length === 1) timing.frame(draw);
      else if (waiting.length >= mostWaiting) flush();
    },
    beginSnapshot: () => {
      snapshot = [];
      pause = 0;
    },
    endSnapshot: (next) => {
      const whole = snapshot ?? [];
      const sameLife = next === epoch;
      snapshot = undefined;
      epoch = next;
      batch(() => {
        flush();
        kinds.forEach((kind) => replace(shelves, kind, { whole, sameLife }));
      });
    },
  };
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the shelf to its kind inside
function shelve<Kind extends StreamKind>(shelves: Shelves, kind: Kind, news: readonly StreamMessage[]): void {
  const shelf = shelves[kind];
  const items = news.filter((message) => message.kind === kind).map((message) => itemOf<Kind>(message));
  shelf.value = mergeByVersion<Item<Kind>>(shelf.value, items);
}

/** Keeps of what is known only what the whole snapshot names; of another life nothing at all. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the shelf to its kind inside
function replace<Kind extends StreamKind>(
  shelves: Shelves,
  kind: Kind,
  { whole, sameLife }: { readonly whole: readonly StreamMessage[]; readonly sameLife: boolean },
): void {
  const shelf = shelves[kind];
  const fresh = new Map<string, Item<Kind>>();
  for (const message of whole) {
    const known = sameLife ? shelf.value.get(message.id) : undefined;
    if (message.kind === kind) fresh.set(message.id, newest<Kind>(known, itemOf<Kind>(message)));
  }
  shelf.value = fresh;
}

function newest<Kind extends StreamKind>(known: Item<Kind> | undefined, item: Item<Kind>): Item<Kind> {
  return known !== undefined && known.version > item.version ? known : item;
}

function itemOf<Kind extends StreamKind>({ id, version, view }: StreamMessage): Item<Kind> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind was looked at; a view has its contract's shape
  return { id, version, view: view as Views[Kind] };
}
