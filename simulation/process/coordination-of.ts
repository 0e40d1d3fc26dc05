import {
  type Change,
  CompactedError,
  type Coordination,
  CoordinationError,
  type Lease,
} from '@lcm/core/ports/coordination';
import { currentEpoch, electionPrefix } from '@lcm/core/reconcile';
import type { SimWorld } from '../sim-world.ts';
import type { Process } from './process.ts';

type Given<Name extends keyof Coordination> = Parameters<Coordination[Name]>;
type Answer<Name extends keyof Coordination> = ReturnType<Coordination[Name]>;

interface Won {
  readonly token: number;
  readonly lease: Lease;
  /** Where: it may be lost any time. */
  readonly store: Coordination;
}

/** How likely a watch ends at a change, as if the store had forgotten that far back, or just so. */
const lossPerChange = 1 / 60;
const slowestMs = 20_000;

/** The coordination store as one process reaches it. What it wins and renews there is written down: it is the truth about leaders. */
export class CoordinationOf implements Coordination {
  readonly #world: SimWorld;
  readonly #process: Process;

  constructor(world: SimWorld, process: Process) {
    this.#world = world;
    this.#process = process;
  }

  put(...given: Given<'put'>): Answer<'put'> {
    return this.#call((store) => store.put(...given));
  }

  create(...given: Given<'create'>): Answer<'create'> {
    return this.#call(async (store) => {
      const answer = await store.create(...given);
      const [key, , lease] = given;
      if (answer.created && lease && key.startsWith(electionPrefix))
        await this.#won(key, { token: answer.holder.createRevision, lease, store });
      return answer;
    });
  }

  remove(...given: Given<'remove'>): Answer<'remove'> {
    return this.#call((store) => store.remove(...given));
  }

  delete(...given: Given<'delete'>): Answer<'delete'> {
    return this.#call((store) => store.delete(...given));
  }

  list(...given: Given<'list'>): Answer<'list'> {
    return this.#call((store) => store.list(...given));
  }

  grant(...given: Given<'grant'>): Answer<'grant'> {
    return this.#call((store) => store.grant(...given));
  }

  keepAlive(lease: Lease): Answer<'keepAlive'> {
    return this.#call(async (store) => {
      await store.keepAlive(lease);
      this.#world.leaders.kept(lease.id, this.#world.clock.monotonic() + lease.ttlMs);
    });
  }

  revoke(...given: Given<'revoke'>): Answer<'revoke'> {
    return this.#call((store) => store.revoke(...given));
  }

  async *watch(prefix: string, after: number, signal: AbortSignal): AsyncGenerator<Change, void, undefined> {
    const { life } = this.#process;
    const { shared } = this.#world;
    const cut = new AbortController();
    const line = { cut: () => cut.abort('cut') };
    const forget = life.onDeath(line.cut);
    signal.addEventListener('abort', line.cut, { once: true });
    if (signal.aborted) line.cut();
    shared.lines.add(line);
    try {
      for await (const change of this.#changes(prefix, after, cut.signal)) {
        await life.running();
        yield change;
      }
      await life.running();
    } finally {
      shared.lines.delete(line);
      signal.removeEventListener('abort', line.cut);
      forget();
    }
  }

  async *#changes(prefix: string, after: number, signal: AbortSignal): AsyncGenerator<Change, void, undefined> {
    const { shared, network } = this.#world;
    if (shared.isAway(this.#process.name)) throw new CoordinationError('it cannot be reached');
    await this.#late(signal);
    for await (const change of shared.store.watch(prefix, after, signal)) {
      const luck = network.next();
      if (luck < lossPerChange) throw new CompactedError('forgotten, on purpose');
      if (luck < 2 * lossPerChange) return;
      await this.#late(signal);
      yield change;
    }
  }

  async #late(signal: AbortSignal): Promise<void> {
    const { shared, network, clock } = this.#world;
    if (shared.isSlow) await clock.sleep(network.next() * slowestMs, signal);
  }

  async #won(key: string, { token, lease, store }: Won): Promise<void> {
    const { leaders, clock } = this.#world;
    const election = key.slice(electionPrefix.length);
    const heldUntil = clock.monotonic() + lease.ttlMs;
    const epoch = await currentEpoch(store);
    const wonAt = clock.now();
    leaders.won({ election, epoch, token, process: this.#process.name, lease: lease.id, wonAt, heldUntil });
  }

  /** A store that is away may still have heard: only its answer does not come. */
  #call<Value>(work: (store: Coordination) => Promise<Value>): Promise<Value> {
    const { shared, network } = this.#world;
    return this.#process.life.hears(async () => {
      if (!shared.isAway(this.#process.name)) return work(shared.store);
      if (network.next() < 0.2) await work(shared.store);
      throw new CoordinationError('no answer came');
    });
  }
}
