import type { Clock, Random } from '../../kernel/index.ts';
import type { Coordination } from '../../ports/coordination/index.ts';
import { currentLeader, lead } from '../../reconcile/index.ts';
import { NotNowError, stopped } from './main-process.ts';

interface Options {
  /** What there may be one of. */
  readonly election: string;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly random: Random;
  readonly name: string;
  readonly signal: AbortSignal;
  readonly ttlMs?: number | undefined;
  /** How long a predecessor that was killed may still stand in the way. */
  readonly patienceMs?: number | undefined;
}

const defaultTtlMs = 4_000;

/**
 * Works as the only process of its kind on a coordination store: what keeps its state to itself would tell others two
 * different truths if there were two. A store that is away for a while ends nothing; a rival does.
 * @throws NotNowError when there is another one, from the beginning or later
 */
export async function workAlone(options: Options, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { name, ttlMs = defaultTtlMs } = options;
  const over = new AbortController();
  const first = Promise.withResolvers<void>();
  const onLeading = async (leadership: { readonly signal: AbortSignal }): Promise<void> => {
    first.resolve();
    await stopped(leadership.signal);
  };
  const candidacy = lead({ ...options, ttlMs, candidate: name, signal: over.signal, onLeading });
  try {
    await claimed(first.promise, options);
    if (!options.signal.aborted) await untilRival({ ...options, ttlMs, over }, work);
  } finally {
    over.abort();
    await candidacy;
  }
}

async function claimed(
  won: Promise<void>,
  { election, coordination, clock, signal, patienceMs = 15_000 }: Options,
): Promise<void> {
  const waited = new AbortController();
  const patience = clock.sleep(patienceMs, AbortSignal.any([signal, waited.signal])).then(() => 'waited' as const);
  const first = await Promise.race([won, patience]);
  waited.abort();
  if (first !== 'waited' || signal.aborted) return;
  const holder = await currentLeader(coordination, election);
  throw rival(election, holder?.candidate ?? 'another');
}

type Work = (signal: AbortSignal) => Promise<void>;

async function untilRival(
  options: Options & { readonly ttlMs: number; readonly over: AbortController },
  work: Work,
): Promise<void> {
  const { election, coordination, clock, name, ttlMs, over } = options;
  const signal = AbortSignal.any([options.signal, over.signal]);
  let found: string | undefined;
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(ttlMs, signal);
      const holder = await currentLeader(coordination, election).catch(() => undefined);
      if (holder === undefined || holder.candidate === name) continue;
      found = holder.candidate;
      over.abort();
    }
  };
  await Promise.all([work(signal), look()]);
  if (found !== undefined) throw rival(election, found);
}

function rival(election: string, name: string): NotNowError {
  return new NotNowError(
    `${name} is the ${election} of this coordination store, and there can be only one: stop it, or use another store.`,
  );
}
