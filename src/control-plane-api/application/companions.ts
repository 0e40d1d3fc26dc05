import type { Clock, Random } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import { lead, runFeed } from '@lcm/core/reconcile';
import { Coalesced } from './coalesced.ts';
import type { CommitLog } from './commit-log.ts';

/** What a control plane is called among others that write to the same store. */
export interface Replica {
  readonly name: string;
  readonly random: Random;
  /** It looks for what the others have committed this often, whatever it was told. */
  readonly lookEveryMs?: number | undefined;
  /** All keys of the others are read again this often, should a watch be dead without a word. */
  readonly resyncMs?: number | undefined;
  /** How long whoever carries the keys over may be silent before another does. */
  readonly leaseTtlMs?: number | undefined;
}

export interface CompanionDeps {
  readonly log: CommitLog;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly replica: Replica;
}

const publishedKey = '/lcm/published';

/** The key may be late, and the coordination store away: nobody is further behind than this. */
const defaultLookEveryMs = 1_000;

/** Tells the others that there is something new. It may be lost: they look by themselves as well. */
export function announce({ log, coordination }: Pick<CompanionDeps, 'log' | 'coordination'>): void {
  const telling = new Coalesced(async () => void (await coordination.put(publishedKey, String(log.position))));
  log.onPublished(() => void telling.run().catch(() => undefined));
}

/** Hears of what the others commit, until aborted. */
export async function followCompanions(
  { log, coordination, clock, replica }: CompanionDeps,
  signal: AbortSignal,
): Promise<void> {
  const { random, lookEveryMs = defaultLookEveryMs, resyncMs } = replica;
  const hear = (): void => void log.publish().catch(() => undefined);
  const looking = async (): Promise<void> => {
    while (!signal.aborted) {
      hear();
      await clock.sleep(lookEveryMs, signal);
    }
  };
  const keyed = runFeed({
    coordination,
    prefix: publishedKey,
    keyOf: ({ key }) => key,
    queue: { add: hear },
    clock,
    random,
    signal,
    resyncMs,
  });
  await Promise.all([looking(), keyed]);
}

/** One of all replicas does it, until aborted; another when that one is gone. */
export async function inTurn(
  { coordination, clock, replica }: CompanionDeps,
  what: { readonly election: string; readonly work: (signal: AbortSignal) => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const { name: candidate, random, leaseTtlMs: ttlMs } = replica;
  const { election, work } = what;
  const onLeading = async (leadership: { readonly signal: AbortSignal }): Promise<void> => work(leadership.signal);
  await lead({ coordination, election, clock, random, candidate, ttlMs, signal, onLeading });
}
