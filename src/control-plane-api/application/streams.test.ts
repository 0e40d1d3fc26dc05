import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { type Worker, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, ok } from '@lcm/core/kernel';
import { ConflictError, type StateStore, SupersededError } from '@lcm/core/ports/state-store';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workers } from './aggregates.ts';
import { CommitLog } from './commit-log.ts';
import type { Caller } from './operation.ts';
import { Streams } from './streams.ts';
import { Views } from './views.ts';

const id = WorkerId.parse('wkr_1');
const subject = { aggregate: workers, id };
const caller: Caller = { actor: { id: 'ana', name: 'Ana', roles: ['admin'] }, correlationId: 'c1' };
const options = { operation: 'Test', caller };
const spec = {
  region: 'us-east-1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-*',
  volumeGiB: 256,
  capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 256, nodes: 200 },
  portRange: { first: 2000, last: 9999 },
  hourlyCostUsd: 4,
  unlicensedNodes: 5,
  registersLicense: true,
};

function open(store: StateStore = new MemoryStateStore(), at = 1): { streams: Streams; views: Views; log: CommitLog } {
  const log = new CommitLog(store, at);
  const views = new Views(log);
  return { streams: new Streams({ store, log, clock: new FakeClock(5_000) }), views, log };
}

async function create(streams: Streams): Promise<void> {
  await streams.change(subject, options, (_, at) =>
    ok([
      {
        type: 'WorkerCreated',
        id,
        name: 'one',
        template: 'metal',
        spec,
        origin: 'created',
        desired: 'running',
        reason: 'test',
        by: 'ana',
        at,
      },
    ]),
  );
}

async function say(streams: Streams, reason: string, more: object = {}): Promise<unknown> {
  return streams.change(subject, { ...options, ...more }, (_, at) =>
    ok([{ type: 'WorkerDesiredStatusChanged', to: 'running', reason, at }]),
  );
}

describe('changing a stream', () => {
  test('whoever is answered can read what was written, at the position of the answer', async () => {
    const { streams, views } = open();
    await create(streams);
    const said = await streams.change(subject, options, (_, at) =>
      ok([{ type: 'WorkerDesiredStatusChanged', to: 'stopped', reason: 'enough', at }]),
    );
    expect(said).toMatchObject({ ok: true, value: { version: 2, position: 2, state: { desired: 'stopped' } } });
    expect(views.get('worker', id)).toMatchObject({ version: 2, state: { desiredReason: 'enough' } });
  });

  test('deciding nothing commits nothing', async () => {
    const { streams, views } = open();
    await create(streams);
    await streams.change(subject, options, () => ok([]));
    expect(views.position).toBe(1);
  });

  test('two at once both take effect, one after the other', async () => {
    const { streams, views } = open();
    await create(streams);
    await Promise.all([say(streams, 'a'), say(streams, 'b'), say(streams, 'c')]);
    expect(views.get('worker', id)?.version).toBe(4);
  });

  test('whenever it is said, a commit that was answered is published', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 6 }), async (turns) => {
        const { streams, views } = open();
        await create(streams);
        const later = async (count: number): Promise<void> => {
          for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
          const said = await streams.change(subject, options, (_, at) =>
            ok([{ type: 'WorkerDesiredStatusChanged', to: 'running', reason: `after ${count} turns`, at }]),
          );
          const version = said.ok ? said.value.version : Number.POSITIVE_INFINITY;
          expect(views.get('worker', id)?.version).toBeGreaterThanOrEqual(version);
        };
        await Promise.all(turns.map(later));
        expect(views.position).toBe(turns.length + 1);
      }),
    );
  });

  test('a writer that was overtaken elsewhere reads again and decides again', async () => {
    const store = new MemoryStateStore();
    const [one, two] = [open(store), open(store)];
    await create(one.streams);
    await two.streams.load(workers, id);
    await say(one.streams, 'first');
    const second = await two.streams.change(subject, options, (worker: Worker | undefined, at) =>
      ok([{ type: 'WorkerDesiredStatusChanged', to: 'running', reason: `after ${worker?.desiredReason}`, at }]),
    );
    expect(second).toMatchObject({ ok: true, value: { state: { desiredReason: 'after first' }, version: 3 } });
  });

  test('an expected version that is not there is a conflict, not a decision', async () => {
    const { streams } = open();
    await create(streams);
    await expect(say(streams, 'late', { expectedVersion: 0 })).rejects.toThrow(ConflictError);
  });

  test('a leader that was followed by another on this stream is refused, also after a restart', async () => {
    const store = new MemoryStateStore();
    const led = (token: number) => ({ caller: { ...caller, fence: { election: 'scheduler', token } } });
    const before = open(store);
    await create(before.streams);
    await say(before.streams, 'new leader', led(7));
    await expect(say(before.streams, 'old leader', led(6))).rejects.toThrow(SupersededError);
    const after = open(store, 2);
    await expect(say(after.streams, 'old leader', led(6))).rejects.toThrow(SupersededError);
    await say(after.streams, 'another election', { caller: { ...caller, fence: { election: 'worker', token: 1 } } });
  });

  test('leaders of a coordination store that was lost are heard again, and those of its former life no more', async () => {
    const led = (token: number, epoch?: number) => ({
      caller: { ...caller, fence: { election: 'scheduler', token, epoch } },
    });
    const { streams } = open();
    await create(streams);
    await say(streams, 'before there were epochs', led(900));
    await say(streams, 'a first epoch', led(7, 1_000));
    await expect(say(streams, 'before there were epochs', led(901))).rejects.toThrow(SupersededError);
    await say(streams, 'the store was lost', led(2, 2_000));
    await expect(say(streams, 'its former life', led(8, 1_000))).rejects.toThrow(SupersededError);
    await expect(say(streams, 'set back', led(1, 2_000))).rejects.toThrow('delete its key /lcm/epoch');
  });

  test('a snapshot of before there were epochs is read', async () => {
    const store = new MemoryStateStore();
    const first = open(store);
    await create(first.streams);
    const { state } = await first.streams.load(workers, id);
    const folded = { version: 1, state, fences: { scheduler: 7 } };
    await store.saveSnapshot({ stream: `worker/${id}`, version: 1, schema: workers.schema, state: folded });
    const { streams } = open(store, 2);
    const led = (token: number) => ({ caller: { ...caller, fence: { election: 'scheduler', token } } });
    await expect(say(streams, 'old leader', led(6))).rejects.toThrow(SupersededError);
    await say(streams, 'new leader', led(7));
  });
});

describe('after a crash', () => {
  test('what was stored but not published is published by the next process, and views equal the folded streams', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 120 }), async (reasons) => {
        const store = new MemoryStateStore();
        const first = open(store);
        await create(first.streams);
        for (const reason of reasons) await say(first.streams, reason);
        const version = reasons.length + 2;
        const event = { type: 'WorkerDesiredStatusChanged', to: 'stopped', reason: 'x', at: 1 };
        const { actor } = caller;
        await store.append({
          stream: `worker/${id}`,
          version,
          schema: 1,
          events: [event],
          operation: 'Test',
          correlationId: 'c',
          at: new FakeClock(1).now(),
          by: actor,
        });
        const second = open(store, 2);
        await second.log.catchUp();
        const loaded = await second.streams.load(workers, id);
        const commits = await store.read(`worker/${id}`, 0);
        const folded = commits.reduce<Worker | undefined>((sum, commit) => workers.fold(sum, commit), undefined);
        expect(loaded).toEqual({ state: folded, version });
        expect(second.views.get('worker', id)?.state).toEqual(folded);
        expect(folded?.desired).toBe('stopped');
      }),
      { numRuns: 25 },
    );
  });
});
