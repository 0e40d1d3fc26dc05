import type { Actor, ServiceRole } from '@lcm/core/domain/access';
import type { Clock } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { StateStore } from '@lcm/core/ports/state-store';
import { AuditIndex } from './audit-index.ts';
import { Coalesced } from './coalesced.ts';
import { CommitLog } from './commit-log.ts';
import { announce, followCompanions, inTurn, type Replica } from './companions.ts';
import { BehindError, NeverWrittenError } from './dispatch.ts';
import { KeyProjector } from './key-projector.ts';
import { Streams } from './streams.ts';
import { ViewFeed } from './view-feed.ts';
import { Views } from './views.ts';

export interface StateDeps {
  readonly store: StateStore;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly projectEveryMs?: number | undefined;
  /** Given when other processes write to the same store: this one follows them, and one of all carries the keys over. */
  readonly replica?: Replica | undefined;
  /** Told when carrying commits into the coordination store fails; it is tried again with the next commit and the next beat. */
  readonly onProjectionError: (error: unknown) => void;
}

export interface OpenState {
  /** Of the store: positions of another one cannot be compared with this one's. */
  readonly epoch: string;
  readonly streams: Streams;
  readonly views: Views;
  readonly audit: AuditIndex;
  readonly log: CommitLog;
  readonly feed: ViewFeed;
  /** @throws BehindError when reads do not show that position in good time, NeverWrittenError when there is none */
  readonly waitFor: (position: number) => Promise<void>;
  /** Resolves once reads show everything that was published before the call, by whichever process. None when there is one. */
  readonly catchUp?: () => Promise<void>;
  /** Keeps the coordination store in step, and this process with others, until aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

const projectEveryMs = 10_000;

/** Replicas share the publishing: the store lets none of them overtake another, so they have one fence. */
const sharedFence = 1;

/** Reads everything that was ever committed, publishes what a crash left unpublished, and is then ready to change things. */
export async function openState(deps: StateDeps): Promise<OpenState> {
  const { store, coordination, clock, replica } = deps;
  // The time of opening only grows, so that no earlier process of a store of our own publishes after this one.
  const log = new CommitLog(store, replica ? sharedFence : clock.now());
  const views = new Views(log);
  const audit = new AuditIndex(log);
  await log.catchUp();
  const isShared = replica !== undefined;
  const streams = new Streams({ store, log, clock, isShared, shown: (stream) => views.newest(stream) });
  const { epoch } = await store.head();
  const feed = new ViewFeed(views, { epoch, clock, catchUp: async () => log.publish() });
  const waitFor = async (position: number): Promise<void> => {
    if (log.position < position) await log.publish();
    if (log.position >= position) return;
    const written = (await store.head()).position;
    if (written < position) throw new NeverWrittenError(`${written} is the last position, not ${position}`);
    throw new BehindError(`at ${log.position}, not yet at ${position}`);
  };
  const project = projecting(deps, log);
  if (replica === undefined) return { epoch, streams, views, audit, log, feed, waitFor, run: project };
  const companions = { log, coordination, clock, replica };
  announce(companions);
  const catchUp = catchingUp(store, log);
  const run = async (signal: AbortSignal): Promise<void> => {
    const projected = inTurn(companions, { election: 'key-projector', work: project }, signal);
    await Promise.all([followCompanions(companions, signal), projected]);
  };
  return { catchUp, epoch, streams, views, audit, log, feed, waitFor, run };
}

/** Requests of one moment share a look at the store. */
function catchingUp(store: StateStore, log: CommitLog): () => Promise<void> {
  const looking = new Coalesced(async () => {
    const { position } = await store.head();
    if (log.position < position) await log.publish();
  });
  return async () => looking.run();
}

/** Keeps the coordination store in step until aborted: with every commit, and every so often for what a failure left behind. */
function projecting(
  { store, coordination, clock, onProjectionError, projectEveryMs: everyMs = projectEveryMs }: StateDeps,
  log: CommitLog,
): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    const projector = new KeyProjector({ store, coordination });
    const project = (): Promise<void> => projector.project().catch(onProjectionError);
    const unfollow = log.follow(() => void project());
    while (!signal.aborted) {
      await projector.verify().catch(onProjectionError);
      await clock.sleep(everyMs, signal);
    }
    unfollow();
  };
}

/** Who a service of ours is when it speaks within the process. */
export function serviceActor(role: ServiceRole): Actor {
  return { id: `service:${role}`, name: role, roles: [role] };
}
