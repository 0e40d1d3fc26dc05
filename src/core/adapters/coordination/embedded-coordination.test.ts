import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../kernel/index.ts';
import { type CoordinationHarness, coordinationContract } from '../../ports/coordination/contract.ts';
import { CompactedError, CoordinationError } from '../../ports/coordination/index.ts';
import { EmbeddedCoordination } from './embedded-coordination.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

async function inMemory(): Promise<CoordinationHarness> {
  const clock = new VirtualClock();
  const coordination = new EmbeddedCoordination({ clock });
  return {
    coordination,
    pass: (ms) => clock.advance(ms),
    compact: async (revision) => coordination.compact(revision),
    close: async () => coordination.close(),
  };
}

async function withJournal(): Promise<CoordinationHarness> {
  const clock = new VirtualClock();
  const folder = mkdtempSync(join(tmpdir(), 'coordination-'));
  const open = (): EmbeddedCoordination =>
    new EmbeddedCoordination({ clock, journal: openSqliteJournal(join(folder, 'coordination.sqlite')) });
  let store = open();
  return {
    coordination: store,
    pass: (ms) => clock.advance(ms),
    compact: async (revision) => store.compact(revision),
    reopen: async () => {
      store.close();
      store = open();
      return store;
    },
    close: async () => {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

coordinationContract('embedded, in memory', inMemory);
coordinationContract('embedded, with a journal', withJournal);

test('history is bounded: who comes back too late is told to list again', async () => {
  const coordination = new EmbeddedCoordination({ clock: new VirtualClock(), historyLimit: 10 });
  const { revision } = await coordination.list('');
  for (let index = 0; index < 100; index += 1) await coordination.put('/k', String(index));
  const watch = coordination.watch('/k', revision, new AbortController().signal)[Symbol.asyncIterator]();
  await expect(watch.next()).rejects.toThrow(CompactedError);
});

test('as many changes as were asked for are always remembered', async () => {
  const coordination = new EmbeddedCoordination({ clock: new VirtualClock(), historyLimit: 10 });
  for (let index = 0; index < 57; index += 1) {
    const last = await coordination.put('/k', String(index));
    if (index < 10) continue;
    const watch = coordination.watch('/k', last - 10, new AbortController().signal)[Symbol.asyncIterator]();
    expect((await watch.next()).value?.value).toBe(String(index - 9));
    await watch.return?.();
  }
});

test('a reader who does not read is cut, not buffered without end', async () => {
  const coordination = new EmbeddedCoordination({ clock: new VirtualClock(), historyLimit: 10 });
  const { revision } = await coordination.list('');
  const watch = coordination.watch('/k', revision, new AbortController().signal)[Symbol.asyncIterator]();
  await coordination.put('/k', 'first');
  expect((await watch.next()).value?.value).toBe('first');
  for (let index = 0; index < 100; index += 1) await coordination.put('/k', String(index));
  await expect(watch.next()).rejects.toThrow(CompactedError);
});

test('a journal that cannot be written fails the write, and nothing has happened', async () => {
  const journal = {
    load: () => ({ revision: 7, items: [] }),
    write: () => {
      throw new Error('disk full');
    },
    close: () => undefined,
  };
  const coordination = new EmbeddedCoordination({ clock: new VirtualClock(), journal });
  await expect(coordination.put('/k', 'x')).rejects.toThrow(CoordinationError);
  expect(await coordination.list('')).toEqual({ revision: 7, items: [] });
});

test('a closed store ends its watches and answers nothing any more', async () => {
  const coordination = new EmbeddedCoordination({ clock: new VirtualClock() });
  const { revision } = await coordination.list('');
  const next = coordination.watch('', revision, new AbortController().signal)[Symbol.asyncIterator]().next();
  coordination.close();
  await expect(next).rejects.toThrow(CoordinationError);
  await expect(coordination.list('')).rejects.toThrow(CoordinationError);
});

test('nothing sleeps once no lease is left', async () => {
  const clock = new VirtualClock();
  const coordination = new EmbeddedCoordination({ clock });
  const long = await coordination.grant(60_000);
  const short = await coordination.grant(1_000);
  await coordination.put('/short', 'x', short);
  await clock.advance(1_000);
  expect((await coordination.list('')).items).toEqual([]);
  await coordination.revoke(long);
  await clock.advance(60_000);
  expect(clock.sleeping).toBe(0);
});
