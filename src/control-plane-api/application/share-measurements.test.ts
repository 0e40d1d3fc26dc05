import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { measurementEventName } from '@lcm/core/contracts/stream';
import { minute, testNow } from '@lcm/core/domain/testing';
import { FakeClock, instant, SeededRandom, toIso } from '@lcm/core/kernel';
import { CoordinationError } from '@lcm/core/ports/coordination';
import { SampleStoreError } from '@lcm/core/ports/sample-store';
import { expect, onTestFinished, test } from 'vitest';
import { furnish, openTestPlane } from '../testing/plane.ts';
import { settle } from '../testing/sse-harness.ts';
import type { LiveItem } from './live-feed.ts';

/** Two control planes on the same stores, and a worker. */
async function cluster() {
  const [store, samples, clock] = [new MemoryStateStore(), new MemorySampleStore(), new FakeClock(testNow)];
  const coordination = new EmbeddedCoordination({ clock });
  const stop = new AbortController();
  const open = async (name: string) => {
    const replica = { name, random: new SeededRandom(name.length) };
    const opened = await openTestPlane({ store, clock, shared: { samples, coordination, replica } });
    const running = opened.plane.state.run(stop.signal);
    const watch = (): readonly LiveItem[] => {
      const told: LiveItem[] = [];
      opened.plane.state.feed.subscribe((items) => told.push(...items.filter(isMeasurement)));
      return told;
    };
    return { ...opened, running, watch };
  };
  const [one, two] = [await open('one'), await open('two')];
  onTestFinished(async () => {
    stop.abort();
    await Promise.all([one.running, two.running]);
  });
  await furnish(one.call);
  await one.call('CreateWorker', { template: 'metal', name: 'exam-room-1' });
  await settle();
  const workerId = one.views.list('worker')[0]?.state.id ?? '';
  const report = async (...some: readonly object[]): Promise<void> => {
    const whole = some.map((fields) => ({ workerId, at: toIso(clock.now()), source: 'cml', ...fields }));
    expect(await one.call('ReportSamples', { samples: whole }, { role: 'worker-controller' })).toMatchObject({
      ok: true,
    });
    await settle();
  };
  return { one, two, samples, clock, coordination, report };
}

function isMeasurement({ event }: LiveItem): boolean {
  return event === measurementEventName;
}

const minutesAgo = (minutes: number): string => toIso(instant(testNow - minutes * minute));

test('whoever watches one control plane is told what was measured by way of another, in the same words', async () => {
  const { one, two, report } = await cluster();
  const [here, there] = [one.watch(), two.watch()];
  await report({ cpuPercent: 20 });
  await report(
    { source: 'cloudwatch', cpuPercent: 70, at: minutesAgo(5) },
    { source: 'cloudwatch', cpuPercent: 60, at: minutesAgo(2) },
  );
  expect(here).toHaveLength(2);
  expect(here[0]?.data).toMatchObject({ samples: [{ cpuPercent: 20 }], current: { cpuPercent: { value: 20 } } });
  expect(here[1]?.data).toMatchObject({ samples: [{ cpuPercent: 70 }, { cpuPercent: 60 }] });
  expect(there).toEqual(here);
  expect(there.filter(({ id }) => id !== undefined)).toEqual([]);
});

test('a control plane that nobody watches does not even read what was measured', async () => {
  const { one, two, samples, report } = await cluster();
  one.watch();
  let reads = 0;
  samples.history = async () => {
    reads += 1;
    return [];
  };
  await report({ cpuPercent: 20 });
  expect(reads).toBe(0);
  two.watch();
  await report({ cpuPercent: 30 });
  expect(reads).toBe(1);
});

test('what the coordination store or the sample store lost is lost, and what comes after is told', async () => {
  const { two, samples, coordination, clock, report } = await cluster();
  const told = two.watch();
  const put = coordination.put.bind(coordination);
  coordination.put = async () => {
    throw new CoordinationError('away');
  };
  await report({ cpuPercent: 1 });
  coordination.put = put;
  const history = samples.history.bind(samples);
  samples.history = async () => {
    throw new SampleStoreError('away');
  };
  clock.step(minute);
  await report({ cpuPercent: 2 });
  samples.history = history;
  clock.step(minute);
  await report({ cpuPercent: 3 });
  expect(told).toMatchObject([{ data: { samples: [{ cpuPercent: 3 }], current: { cpuPercent: { value: 3 } } } }]);
});
