import type { Fence } from '../contracts/primitives.ts';
import type { Clock, Random } from '../kernel/index.ts';
import { type Change, type Coordination, type Lease, LeaseLostError } from '../ports/coordination/index.ts';
import { quietly } from './quietly.ts';
import { ensureEpoch } from './store-epoch.ts';
import { timeLimit } from './time-limit.ts';

/** The right to act, while it lasts. */
export interface Leadership {
  /** Goes with every command, so that streams can refuse a leader that was superseded. */
  readonly fence: () => Fence;
  /** Aborts before the store could let anybody else lead. */
  readonly signal: AbortSignal;
  /** Asked right before an effect that cannot be undone. Also false when this process was paused past its time. */
  readonly mayAct: () => boolean;
  /** Steps down because a command was refused as superseded, and gives others time before it stands again. */
  readonly resign: (because: string) => void;
}

export type LeaderEvent =
  | { readonly kind: 'leading'; readonly election: string; readonly token: number }
  | { readonly kind: 'ended'; readonly election: string; readonly token: number; readonly because: string }
  /** Campaigning, renewing or leading failed; it will be tried again. */
  | { readonly kind: 'failed'; readonly election: string; readonly error: unknown };

export interface LeadOptions {
  readonly coordination: Coordination;
  readonly election: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Who this is, for people who ask who leads. */
  readonly candidate?: string | undefined;
  /** A leader that was killed is replaced after this long at most, plus what the store takes to notice. */
  readonly ttlMs?: number | undefined;
  readonly onLeading: (leadership: Leadership) => Promise<void>;
  readonly onEvent?: ((event: LeaderEvent) => void) | undefined;
}

/** Short enough that another leads within 5 s of a kill; three renewals fit in. */
export const defaultLeaseTtlMs = 4_000;

/** The local deadline comes this share of the time before the store's: clocks that run apart, an abort that takes effect. */
const safetyShare = 0.2;
const renewalsPerTtl = 3;
const hurriedRenewalsPerTtl = 12;

/** Work that has not ended this long after it was told to is left to its fence: another may lead. */
const windDownMs = 30_000;

export const electionPrefix = '/lcm/election/';

export function electionKey(election: string): string {
  return `${electionPrefix}${election}`;
}

/** Who leads an election at the moment, as far as the store knows. */
export async function currentLeader(
  coordination: Coordination,
  election: string,
): Promise<{ readonly candidate: string; readonly token: number } | undefined> {
  const key = electionKey(election);
  const { items } = await coordination.list(key);
  const holder = items.find((item) => item.key === key);
  return holder && { candidate: holder.value, token: holder.createRevision };
}

/** Campaigns, leads and campaigns again until `signal` aborts; then resigns, so that another can follow at once. */
export async function lead(options: LeadOptions): Promise<void> {
  const { clock, random, signal, election, ttlMs = defaultLeaseTtlMs } = options;
  while (!signal.aborted) {
    let pauseMs = ttlMs / 40;
    try {
      await untilVacant(options);
      if (signal.aborted) return;
      const term = await campaign(options);
      const served = term && (await serve(options, term));
      if (served === 'resigned') pauseMs = ttlMs;
    } catch (error) {
      tell(options, { kind: 'failed', election, error });
      pauseMs = ttlMs / 8;
    }
    // Losers of one race, and all candidates of a store that is away, do not come back in step.
    await clock.sleep(pauseMs * (0.5 + random.next()), signal);
  }
}

function tell({ onEvent }: LeadOptions, event: LeaderEvent): void {
  quietly(() => onEvent?.(event));
}

interface Term {
  readonly lease: Lease;
  readonly fence: Fence;
  readonly token: number;
  /** Monotonic. */
  readonly deadline: number;
}

/** Waits until nobody holds the election. Looks again every so often, should the watch be dead without a word. */
async function untilVacant(options: LeadOptions): Promise<void> {
  const { coordination, election, clock, signal, ttlMs = defaultLeaseTtlMs } = options;
  const key = electionKey(election);
  while (!signal.aborted) {
    const { items, revision } = await coordination.list(key);
    if (!items.some((item) => item.key === key)) return;
    const round = timeLimit(clock, ttlMs, signal);
    await deletion(coordination.watch(key, revision, round.signal), key).finally(round.release);
  }
}

async function deletion(changes: AsyncIterable<Change>, key: string): Promise<void> {
  for await (const change of changes) {
    if (change.key === key && change.type === 'delete') return;
  }
}

async function campaign(options: LeadOptions): Promise<Term | undefined> {
  const { coordination, election, clock, candidate = 'unnamed', ttlMs = defaultLeaseTtlMs } = options;
  // Taken before asking: the store counts from when it hears of it, which is later.
  const askedAt = clock.monotonic();
  const lease = await coordination.grant(ttlMs);
  try {
    // Between the two that the lease ties to one life of the store: a store that was lost knows no earlier lease.
    const epoch = await ensureEpoch(coordination, clock);
    const { created, holder } = await coordination.create(electionKey(election), candidate, lease);
    const token = holder.createRevision;
    if (created) return { lease, token, fence: { election, epoch, token }, deadline: askedAt + trusted(lease) };
  } catch (error) {
    // It may have been created all the same; then the lease takes it along.
    await coordination.revoke(lease).catch(() => undefined);
    throw error;
  }
  await coordination.revoke(lease);
  return undefined;
}

function trusted({ ttlMs }: Lease): number {
  return ttlMs * (1 - safetyShare);
}

async function serve(options: LeadOptions, term: Term): Promise<'ended' | 'resigned'> {
  const { coordination, election, signal, onLeading } = options;
  const tenure = new Tenure(options, term);
  const { token } = term;
  const onStop = (): void => tenure.end('asked to stop');
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  const renewing = tenure.renew();
  tell(options, { kind: 'leading', election, token });
  try {
    await onLeading(tenure.leadership);
    return tenure.hasResigned ? 'resigned' : 'ended';
  } finally {
    signal.removeEventListener('abort', onStop);
    tenure.end('its work ended');
    tenure.release();
    await renewing;
    // Only ours: the key may be a successor's by now.
    await coordination.remove(electionKey(election), token).catch(() => false);
    await coordination.revoke(term.lease).catch(() => undefined);
    tell(options, { kind: 'ended', election, token, because: tenure.because });
  }
}

/** One leader's time: renewed with the store, judged by the local monotonic clock alone. */
class Tenure {
  readonly leadership: Leadership;
  readonly #options: LeadOptions;
  readonly #term: Term;
  readonly #ended = new AbortController();
  readonly #released = new AbortController();
  #deadline: number;
  #because = '';
  #hasResigned = false;
  #endedAt = Number.POSITIVE_INFINITY;

  constructor(options: LeadOptions, term: Term) {
    this.#options = options;
    this.#term = term;
    this.#deadline = term.deadline;
    this.leadership = {
      fence: () => term.fence,
      signal: this.#ended.signal,
      mayAct: () => !this.#ended.signal.aborted && options.clock.monotonic() < this.#deadline,
      resign: (because) => this.#resign(because),
    };
  }

  get because(): string {
    return this.#because;
  }

  get hasResigned(): boolean {
    return this.#hasResigned;
  }

  end(because: string): void {
    if (this.#ended.signal.aborted) return;
    this.#because = because;
    this.#endedAt = this.#options.clock.monotonic();
    this.#ended.abort(new Error(`no longer leading ${this.#options.election}: ${because}`));
  }

  #resign(because: string): void {
    this.#hasResigned ||= !this.#ended.signal.aborted;
    this.end(because);
  }

  /** The work has ended: nobody needs the lease any more. */
  release(): void {
    this.#released.abort('its work has ended');
  }

  /** Renews until released or out of time. Also after `end`, for a while: nobody else may begin before the last work is done. */
  async renew(): Promise<void> {
    const { clock } = this.#options;
    const { ttlMs } = this.#term.lease;
    let pauseMs = ttlMs / renewalsPerTtl;
    while (!this.#released.signal.aborted && clock.monotonic() < this.#endedAt + windDownMs) {
      await clock.sleep(Math.min(pauseMs, this.#deadline - clock.monotonic()), this.#released.signal);
      if (clock.monotonic() >= this.#deadline) return this.end('could not renew in time');
      const answer = this.#released.signal.aborted ? 'kept' : await this.#keepAlive();
      if (answer === 'lost') return this.end('its lease was lost');
      pauseMs = answer === 'kept' ? ttlMs / renewalsPerTtl : ttlMs / hurriedRenewalsPerTtl;
    }
  }

  /** Waits for the answer no longer than it matters: until the next try, or until the time is over. */
  async #keepAlive(): Promise<'kept' | 'unknown' | 'lost'> {
    const { coordination, clock } = this.#options;
    const { lease } = this.#term;
    const askedAt = clock.monotonic();
    const answer = coordination.keepAlive(lease).then(
      () => {
        // An answer that comes late still says what was true when it was asked.
        this.#deadline = Math.max(this.#deadline, askedAt + trusted(lease));
        return 'kept' as const;
      },
      (error: unknown) => (error instanceof LeaseLostError ? 'lost' : 'unknown'),
    );
    const patience = new AbortController();
    const waitMs = Math.min(lease.ttlMs / renewalsPerTtl, this.#deadline - askedAt);
    const waited = clock.sleep(waitMs, patience.signal).then(() => 'unknown' as const);
    const first = await Promise.race([answer, waited]);
    patience.abort('answered');
    return first;
  }
}
