import { afterEach, describe, expect, test } from 'vitest';
import type { Sample } from '../../domain/metrics/index.ts';
import { WorkerId } from '../../domain/worker/index.ts';
import { instant } from '../../kernel/index.ts';
import type { SampleStore } from './index.ts';

export interface OpenSampleStore {
  readonly store: SampleStore;
  readonly close?: () => Promise<void>;
}

const workerId = WorkerId.parse('wkr_1');
const other = WorkerId.parse('wkr_2');
const minute = 60_000;

function sample(minutes: number, fields: Partial<Sample> = {}): Sample {
  return { workerId, at: instant(minutes * minute), source: 'cml', ...fields };
}

/** What every `SampleStore` promises; each adapter's test file calls this once. */
export function sampleStoreContract(name: string, open: () => Promise<OpenSampleStore>): void {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  const opened = async (...samples: readonly Sample[]): Promise<SampleStore> => {
    const { store, close } = await open();
    if (close) closing.push(close);
    await store.append(samples);
    return store;
  };
  const day = { workerId, from: instant(0), until: instant(24 * 60 * minute), points: 1440 };

  describe(`SampleStore: ${name}`, () => {
    test('a sample comes back as it was measured, and what was not measured is not there', async () => {
      const measured = sample(1, { cpuPercent: 12.5, memoryPercent: 0, runningNodes: 3 });
      const store = await opened(measured);
      expect(await store.history(day)).toStrictEqual([measured]);
      expect(await store.latest(workerId)).toStrictEqual([measured]);
    });

    test('the newest of each source is the latest, whatever came last', async () => {
      const outside = sample(2, { source: 'cloudwatch', cpuPercent: 9, networkInBytesPerSecond: 1000 });
      const store = await opened(sample(3, { cpuPercent: 3 }), outside, sample(1, { cpuPercent: 1 }));
      const latest = await store.latest(workerId);
      expect(latest.toSorted((a, b) => a.at - b.at)).toStrictEqual([outside, sample(3, { cpuPercent: 3 })]);
    });

    test('workers do not get each other’s samples', async () => {
      const theirs = sample(2, { workerId: other, cpuPercent: 99 });
      const store = await opened(sample(1, { cpuPercent: 1 }), theirs);
      expect(await store.history(day)).toHaveLength(1);
      expect(await store.latest(other)).toStrictEqual([theirs]);
      expect(await store.latest(WorkerId.parse('wkr_3'))).toEqual([]);
    });

    test('a batch that comes again changes nothing, and what was completed since replaces what it completes', async () => {
      const store = await opened(sample(1, { cpuPercent: 1 }), sample(2, { cpuPercent: 2 }));
      await store.append([sample(1, { cpuPercent: 1 }), sample(2, { cpuPercent: 2, diskPercent: 40 })]);
      expect(await store.history(day)).toStrictEqual([
        sample(1, { cpuPercent: 1 }),
        sample(2, { cpuPercent: 2, diskPercent: 40 }),
      ]);
    });

    test('of a sample that is in a batch twice the later one stays', async () => {
      const store = await opened(sample(1, { cpuPercent: 1 }), sample(1, { cpuPercent: 2 }));
      expect(await store.history(day)).toStrictEqual([sample(1, { cpuPercent: 2 })]);
      await store.append([]);
      await store.append([sample(1, { cpuPercent: 3 }), sample(1, { cpuPercent: 4 })]);
      expect(await store.latest(workerId)).toStrictEqual([sample(1, { cpuPercent: 4 })]);
    });

    test('a history begins with its first instant and ends before its last', async () => {
      const store = await opened(...[1, 2, 3, 4].map((at) => sample(at, { cpuPercent: at })));
      const between = { ...day, from: instant(2 * minute), until: instant(4 * minute) };
      expect((await store.history(between)).map(({ cpuPercent }) => cpuPercent)).toEqual([2, 3]);
    });

    test('a history is thinned to the mean of each share, source by source', async () => {
      const store = await opened(
        ...[0, 1, 2, 3].map((at) => sample(at, { cpuPercent: at * 10, ...(at === 3 && { diskPercent: 50 }) })),
        sample(1, { source: 'cloudwatch', cpuPercent: 80 }),
      );
      const thinned = await store.history({ ...day, until: instant(4 * minute), points: 2 });
      expect(thinned.filter(({ source }) => source === 'cml')).toStrictEqual([
        sample(1, { cpuPercent: 5 }),
        // A mean of what was measured: the sample without a figure counts for nothing.
        sample(3, { cpuPercent: 25, diskPercent: 50 }),
      ]);
      expect(thinned.filter(({ source }) => source === 'cloudwatch')).toStrictEqual([
        sample(1, { source: 'cloudwatch', cpuPercent: 80 }),
      ]);
    });

    test('however much was measured, there are no more points than were asked for', async () => {
      const store = await opened(...Array.from({ length: 500 }, (_, at) => sample(at, { cpuPercent: at })));
      const thinned = await store.history({ ...day, until: instant(500 * minute), points: 7 });
      expect(thinned).toHaveLength(7);
      expect(thinned.map(({ at }) => at)).toEqual(thinned.map(({ at }) => at).toSorted((a, b) => a - b));
    });

    test('what is too old is forgotten, and nothing else', async () => {
      const store = await opened(sample(1), sample(2), sample(3), sample(1, { workerId: other }));
      await store.deleteBefore(instant(2 * minute));
      expect((await store.history(day)).map(({ at }) => at)).toEqual([2 * minute, 3 * minute]);
      expect(await store.latest(other)).toEqual([]);
    });
  });
}
