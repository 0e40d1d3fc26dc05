import type { Actor, ServiceRole } from '@lcm/core/domain/access';
import type { Clock } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { StateStore } from '@lcm/core/ports/state-store';
import { CommitLog } from './commit-log.ts';
import { BehindError } from './dispatch.ts';
import { KeyProjector } from './key-projector.ts';
import { Streams } from './streams.ts';
import { ViewFeed } from './view-feed.ts';
import { Views } from './views.ts';

export interface StateDeps {
  readonly store: StateStore;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly projectEveryMs?: number | undefined;
  /** Told when carrying commits into the coordination store fails; it is tried again with the next commit and the next beat. */
  readonly onProjectionError: (error: unknown) => void;
}

export interface OpenState {
  readonly streams: Streams;
  readonly views: Views;
  readonly log: CommitLog;
  readonly feed: ViewFeed;
  /** @throws BehindError when reads do not show that position in good time */
  readonly waitFor: (position: number) => Promise<void>;
  /** Keeps the coordination store in step until aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Commits carry themselves over; this beat is for what a failure left behind. */
const projectEveryMs = 10_000;

/** Reads everything that was ever committed, publishes what a crash left unpublished, and is then ready to change things. */
export async function openState(deps: StateDeps): Promise<OpenState> {
  const { store, coordination, clock, onProjectionError } = deps;
  // The time of opening only grows, so that no earlier process of the store publishes after this one.
  const log = new CommitLog(store, clock.now());
  const views = new Views(log);
  await log.catchUp();
  const streams = new Streams({ store, log, clock });
  const { epoch } = await store.head();
  const feed = new ViewFeed(views, epoch);
  const projector = new KeyProjector({ store, coordination });
  const project = (): Promise<void> => projector.project().catch(onProjectionError);
  log.follow(() => void project());
  const waitFor = async (position: number): Promise<void> => {
    if (log.position < position) await log.publish();
    if (log.position < position) throw new BehindError(`at ${log.position}, not yet at ${position}`);
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await project();
      await clock.sleep(deps.projectEveryMs ?? projectEveryMs, signal);
    }
  };
  return { streams, views, log, feed, waitFor, run };
}

/** Who a service of ours is when it speaks within the process. */
export function serviceActor(role: ServiceRole): Actor {
  return { id: `service:${role}`, name: role, roles: [role] };
}
