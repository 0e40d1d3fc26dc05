import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clock } from '../../kernel/index.ts';
import { CompactedError, type Coordination, CoordinationError } from '../../ports/coordination/index.ts';
import { EmbeddedCoordination } from './embedded-coordination.ts';
import { EtcdCoordination } from './etcd-coordination.ts';
import { startGateway } from './gateway-server.ts';
import { hurried, systemClock } from './testing/fault-targets.ts';
import { FaultyProxy } from './testing/faulty-proxy.ts';

/** What a reader of the store believes: lists, watches, and lists again whenever it is told to. */
class Reader {
  readonly #store: Coordination;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly known = new Map<string, { readonly value: string; readonly revision: number }>();
  /** Anything that it was shown although it knew better. */
  readonly stepsBack: string[] = [];
  #at = 0;
  #progress = Promise.withResolvers<void>();

  constructor(store: Coordination, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async hasReached(revision: number): Promise<void> {
    while (this.#at < revision) await this.#progress.promise;
  }

  stop(): void {
    this.#stop.abort();
  }

  async read(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#list();
        await this.#watch();
      } catch (error) {
        if (!(error instanceof CompactedError || error instanceof CoordinationError)) throw error;
        await this.#clock.sleep(1);
      }
    }
  }

  async #list(): Promise<void> {
    const { revision, items } = await this.#store.list('/');
    if (revision < this.#at) this.stepsBack.push(`a list of ${revision} after ${this.#at}`);
    this.known.clear();
    for (const { key, value, modRevision } of items) this.known.set(key, { value, revision: modRevision });
    this.#reach(revision);
  }

  async #watch(): Promise<void> {
    for await (const { type, key, value, revision } of this.#store.watch('/', this.#at, this.#stop.signal)) {
      if (revision <= this.#at) this.stepsBack.push(`a change of ${revision} after ${this.#at}`);
      if (type === 'delete') this.known.delete(key);
      else this.known.set(key, { value, revision });
      this.#reach(revision);
    }
  }

  #reach(revision: number): void {
    this.#at = revision;
    this.#progress.resolve();
    this.#progress = Promise.withResolvers();
  }
}

interface World {
  readonly store: EmbeddedCoordination;
  readonly network: FaultyProxy;
  readonly reader: Reader;
}

type Step = (world: World) => Promise<unknown> | void;

const key = fc.constantFrom('/a', '/b', '/c');
const step: fc.Arbitrary<readonly [string, Step]> = fc.oneof(
  fc
    .tuple(key, fc.nat(99))
    .map(([at, value]) => [`put ${at} ${value}`, ({ store }: World) => store.put(at, String(value))] as const),
  key.map((at) => [`delete ${at}`, ({ store }: World) => store.delete(at)] as const),
  fc.constant(['cut', ({ network }: World) => network.cut()] as const),
  fc.constant(['hold', ({ network }: World) => network.hold()] as const),
  fc.constant(['refuse', ({ network }: World) => network.refuse()] as const),
  fc.nat(400).map((bytes) => [`limit ${bytes}`, ({ network }: World) => void network.limitAnswers(bytes)] as const),
  fc.constant(['heal', ({ network }: World) => network.heal()] as const),
  fc.constant(['compact', async ({ store }: World) => store.compact((await store.list('')).revision)] as const),
  fc.constant(['catch up', catchUp] as const),
);

async function catchUp({ store, network, reader }: World): Promise<void> {
  await network.heal();
  await reader.hasReached(await store.put('/mark', 'x'));
}

test('whatever happens to the network and to its history, a reader ends up with what is in the store, and never steps back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const store = new EmbeddedCoordination({ clock: systemClock, historyLimit: 5 });
      const gateway = await startGateway({ coordination: store });
      const network = await FaultyProxy.open(gateway.url, systemClock);
      const patience = { idleMs: 40, timeoutMs: 40 };
      const client = new EtcdCoordination({ endpoints: [network.url], clock: hurried, ...patience });
      const reader = new Reader(client, hurried);
      const reading = reader.read();
      for (const [, take] of [...steps, ['catch up', catchUp] as const]) await take({ store, network, reader });
      const { items } = await store.list('/');
      const stored = items.map((item) => [item.key, { value: item.value, revision: item.modRevision }] as const);
      expect(reader.known).toEqual(new Map(stored));
      expect(reader.stepsBack).toEqual([]);
      reader.stop();
      await reading;
      await client.close();
      await network.close();
      await gateway.close();
      store.close();
    }),
    { numRuns: 100 },
  );
});
