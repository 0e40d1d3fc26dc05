import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import {
  type Commit,
  ConflictError,
  type PublishedCommit,
  StateStoreError,
  SupersededError,
} from '../../ports/state-store/index.ts';
import { MongoStateStore } from './mongo-state-store.ts';
import { DocumentsInMemory } from './testing/documents-in-memory.ts';

type Deed =
  | { readonly do: 'append'; readonly stream: string; readonly at: number }
  | { readonly do: 'publish'; readonly fence: number; readonly limit: number }
  | { readonly do: 'look' };

/** What one process does, how often others have their turn before each step, and the step at which something goes wrong. */
interface Script {
  readonly deeds: readonly Deed[];
  readonly pause: number;
  readonly fault: { readonly step: number; readonly isDeath: boolean } | undefined;
}

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant<'append'>('append'),
      stream: fc.constantFrom('worker/a', 'session/s'),
      at: fc.nat(5),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant<'publish'>('publish'),
      fence: fc.constantFrom(1, 1, 1, 2),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Deed>({ do: 'look' }) },
);

const scripts: fc.Arbitrary<Script> = fc.record({
  deeds: fc.array(deeds, { minLength: 1, maxLength: 10 }),
  pause: fc.constantFrom(1, 1, 5, 20),
  fault: fc.option(fc.record({ step: fc.integer({ min: 1, max: 60 }), isDeath: fc.boolean() }), { nil: undefined }),
});

function commitOf(made: { stream: string; version: number; at: number; attempt?: number }): Commit {
  const { stream, version, at, attempt = 0 } = made;
  const about = { schema: 1, events: [], by: { id: 'ana', name: 'Ana', roles: [] }, operation: 'Do' };
  return { ...about, stream, version, at: instant(at), correlationId: String(attempt) };
}

class DeathError extends Error {
  override readonly name = 'DeathError';
}

/** Lets others have their turn, and fails at the step that the script names. */
function turnsOf({ pause, fault }: Script, scheduler: fc.Scheduler): () => Promise<void> {
  let step = 0;
  return async () => {
    for (let turn = 0; turn < pause; turn += 1) await scheduler.schedule(Promise.resolve());
    step += 1;
    if (fault?.isDeath === true && step >= fault.step) throw new DeathError();
    if (fault?.isDeath === false && step === fault.step) throw new StateStoreError('the answer was lost');
  };
}

/** What all processes together were told. */
class Witness {
  readonly stored: Commit[] = [];
  readonly refused: Commit[] = [];
  readonly answered: PublishedCommit[] = [];
  readonly logs: (readonly PublishedCommit[])[] = [];
  readonly streams: (readonly Commit[])[] = [];
  #attempts = 0;

  async watch(store: MongoStateStore, deed: Deed): Promise<void> {
    try {
      await this.#watch(store, deed);
    } catch (error) {
      // Whoever lost an answer or was superseded goes on; whoever died does not.
      if (!(error instanceof StateStoreError || error instanceof SupersededError)) throw error;
    }
  }

  async #watch(store: MongoStateStore, deed: Deed): Promise<void> {
    if (deed.do === 'append') await this.#append(store, deed);
    else if (deed.do === 'publish') this.answered.push(...(await store.publish(deed.fence, deed.limit)));
    else this.logs.push(await store.published(0, 100));
  }

  async #append(store: MongoStateStore, { stream, at }: { stream: string; at: number }): Promise<void> {
    const known = await store.read(stream, 0);
    this.streams.push(known);
    this.#attempts += 1;
    const commit = commitOf({ stream, version: known.length + 1, at, attempt: this.#attempts });
    try {
      await store.append(commit);
      this.stored.push(commit);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.refused.push(commit);
    }
  }
}

async function live(server: DocumentsInMemory, script: Script, world: World): Promise<void> {
  try {
    const store = await MongoStateStore.over(server.connect(turnsOf(script, world.scheduler)), 'epoch');
    for (const deed of script.deeds) await world.witness.watch(store, deed);
  } catch (error) {
    if (!(error instanceof DeathError || error instanceof StateStoreError)) throw error;
  }
}

interface World {
  readonly scheduler: fc.Scheduler;
  readonly witness: Witness;
}

/** Publishes what is left, as the next process would, and answers with the one order of everything. */
async function settle(server: DocumentsInMemory): Promise<readonly PublishedCommit[]> {
  const store = await MongoStateStore.over(server.connect(), 'epoch');
  while ((await store.publish(2, 3)).length > 0);
  return store.published(0, 1000);
}

const idOf = ({ stream, version }: Commit): string => `${stream} ${version}`;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

function expectOneOrder(log: readonly PublishedCommit[], server: DocumentsInMemory): void {
  expect(log.map(({ position }) => position)).toEqual(numbers(log.length));
  expect(new Set(log.map(idOf)).size).toBe(log.length);
  expect(log).toHaveLength(server.commits.size);
  for (const stream of new Set(log.map((commit) => commit.stream))) {
    const versions = log.filter((commit) => commit.stream === stream).map(({ version }) => version);
    expect(versions).toEqual(numbers(versions.length));
  }
  const fences = [...server.claims.values()].map(({ fence }) => fence);
  expect(fences).toEqual(fences.toSorted((one, two) => one - two));
}

function expectTruth(witness: Witness, log: readonly PublishedCommit[]): void {
  const said = new Set(log.map(({ correlationId }) => correlationId));
  expect(witness.stored.filter(({ correlationId }) => !said.has(correlationId))).toEqual([]);
  expect(witness.refused.filter(({ correlationId }) => said.has(correlationId))).toEqual([]);
  expect(witness.answered).toEqual(witness.answered.map(({ position }) => log[position - 1]));
  expect(new Set(witness.answered.map(({ position }) => position)).size).toBe(witness.answered.length);
  for (const seen of witness.logs) expect(seen).toEqual(log.slice(0, seen.length));
  for (const seen of witness.streams) expect(seen.map(({ version }) => version)).toEqual(numbers(seen.length));
}

test('however publishers are interleaved, die or lose answers, each commit gets one position, in order, for good', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(scripts, { minLength: 2, maxLength: 4 }),
      fc.scheduler(),
      async (processes, scheduler) => {
        const server = new DocumentsInMemory();
        const witness = new Witness();
        await scheduler.waitFor(Promise.all(processes.map((one) => live(server, one, { scheduler, witness }))));
        const log = await settle(server);
        expectOneOrder(log, server);
        expectTruth(witness, log);
      },
    ),
    { numRuns: 300 },
  );
});

test('a commit that comes where the search for unpublished ones has passed is not overtaken by its successor', async () => {
  const server = new DocumentsInMemory();
  const other = await MongoStateStore.over(server.connect(), 'epoch');
  let countdown = Number.POSITIVE_INFINITY;
  const slow = server.connect(async () => {
    countdown -= 1;
    if (countdown !== 0) return;
    await other.append(commitOf({ stream: 'worker/a', version: 1, at: 1 }));
    await other.append(commitOf({ stream: 'worker/a', version: 2, at: 4 }));
  });
  const store = await MongoStateStore.over(slow, 'epoch');
  await other.append(commitOf({ stream: 'session/s', version: 1, at: 3 }));
  // Two steps to look for a claim, one to find what came at 3; the search goes on from there.
  countdown = 4;
  await store.publish(1, 10);
  const log = await settle(server);
  expect(log).toHaveLength(3);
  expectOneOrder(log, server);
});
