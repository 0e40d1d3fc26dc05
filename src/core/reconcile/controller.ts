import type { Clock, Random } from '../kernel/index.ts';
import type { Coordination } from '../ports/coordination/index.ts';
import { SupersededError } from '../ports/state-store/index.ts';
import { type FeedEntry, type FeedOptions, runFeed } from './feed.ts';
import { type LeaderEvent, type Leadership, lead } from './leader.ts';
import { quietly } from './quietly.ts';
import type { Reconciler } from './reconciler.ts';
import { type Reconciled, type ReconcileObserver, runReconciler } from './run-loop.ts';
import { type AddOptions, type QueueDepth, WorkQueue } from './work-queue.ts';

/** One kind of work of a controller: who does it, and which keys of the coordination store call for it. */
export interface ReconcilerSetup<Key extends string = string> {
  readonly reconciler: Reconciler<Key>;
  readonly prefixes: readonly string[];
  readonly keyOf: (entry: FeedEntry) => Key | undefined;
  /** Looked at from the start of each term, whether or not the store knows them. */
  readonly keys?: readonly Key[] | undefined;
  /** Whatever changes there concerns all of these. */
  readonly wakingAll?: readonly string[] | undefined;
  /** At the begin of a term: how to call for a key because of something that no store knows. */
  readonly onQueue?: ((call: (key: Key, options?: AddOptions) => void) => void) | undefined;
  readonly concurrency?: number | undefined;
  readonly resyncMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
}

/** A setup whose keys are of a kind that only it needs to know. */
export type AnyReconcilerSetup = (
  use: <Key extends string>(setup: ReconcilerSetup<Key>) => Promise<void>,
) => Promise<void>;

export function setup<Key extends string>(of: ReconcilerSetup<Key>): AnyReconcilerSetup {
  return (use) => use(of);
}

export interface ControllerObserver extends ReconcileObserver {
  readonly leadership?: ((event: LeaderEvent) => void) | undefined;
  /** A feed could not read the coordination store. */
  readonly feedFailed?: ((failure: { readonly prefix: string; readonly error: unknown }) => void) | undefined;
  /** At the begin of a term: how deep a reconciler's queue is can be asked for from then on. */
  readonly queueOpened?: ((reconciler: string, depth: () => QueueDepth) => void) | undefined;
}

export interface ControllerOptions {
  /** Of this process, for people who ask who leads. */
  readonly name: string;
  readonly election: string;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly ttlMs?: number | undefined;
  /** Built anew for every term, so that nothing of a former one is held on to. */
  readonly reconcilers: (
    leadership: Leadership,
  ) => readonly AnyReconcilerSetup[] | Promise<readonly AnyReconcilerSetup[]>;
  readonly observer?: ControllerObserver | undefined;
  /** Told of what each key says before anybody works on it. */
  readonly onEntry?: ((entry: FeedEntry) => void) | undefined;
}

/** Leads when elected, and while it leads keeps all its reconcilers at work. Resolves when `signal` aborted and all has ended. */
export async function runController(options: ControllerOptions): Promise<void> {
  const { name, reconcilers, observer, onEntry: _, ...election } = options;
  await lead({
    ...election,
    candidate: name,
    onEvent: observer?.leadership,
    onLeading: async (leadership) => {
      const setups = await reconcilers(leadership);
      await Promise.all(setups.map((each) => each((one) => runSetup(options, leadership, one))));
    },
  });
}

async function runSetup<Key extends string>(
  options: ControllerOptions,
  leadership: Leadership,
  {
    reconciler,
    prefixes,
    keys = [],
    wakingAll = [],
    onQueue,
    concurrency,
    resyncMs,
    timeoutMs,
    ...wanted
  }: ReconcilerSetup<Key>,
): Promise<void> {
  const { coordination, clock, random, observer, onEntry } = options;
  const { signal } = leadership;
  const queue = new WorkQueue<Key>({ clock, random });
  quietly(() => observer?.queueOpened?.(reconciler.name, () => queue.depth));
  const keyOf = (entry: FeedEntry): Key | undefined => {
    onEntry?.(entry);
    return wanted.keyOf(entry);
  };
  for (const key of keys) queue.add(key);
  onQueue?.((key, how) => queue.add(key, how));
  const feed = (prefix: string, to: Pick<FeedOptions<Key>, 'keyOf' | 'queue'>): Promise<void> => {
    const onFailure = (error: unknown): void => observer?.feedFailed?.({ prefix, error });
    return runFeed({ ...to, coordination, prefix, clock, random, signal, resyncMs, onFailure });
  };
  const feeds = [
    ...prefixes.map((prefix) => feed(prefix, { keyOf, queue })),
    ...wakingAll.map((prefix) => feed(prefix, allOf(keys, { queue, onEntry }))),
  ];
  const loop = runReconciler({
    reconciler,
    queue,
    clock,
    signal,
    concurrency,
    timeoutMs,
    observer: { reconciled: (event) => hear(event, leadership, observer) },
  });
  await Promise.all([...feeds, loop]);
}

/** One stands for all of them: each is added with it. */
function allOf<Key extends string>(
  keys: readonly Key[],
  { queue, onEntry }: Pick<FeedOptions<Key>, 'queue'> & Pick<ControllerOptions, 'onEntry'>,
): Pick<FeedOptions<Key>, 'keyOf' | 'queue'> {
  return {
    keyOf: (entry) => {
      onEntry?.(entry);
      return keys[0];
    },
    queue: { add: (_, options) => keys.forEach((key) => queue.add(key, options)) },
  };
}

function hear(event: Reconciled, leadership: Leadership, observer: ControllerObserver | undefined): void {
  // Somebody else has led since: nothing this leader does can land any more.
  if ('error' in event.outcome && event.outcome.error instanceof SupersededError) {
    leadership.resign(event.outcome.error.message);
  }
  observer?.reconciled(event);
}
