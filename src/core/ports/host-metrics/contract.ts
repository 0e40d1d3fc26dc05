import { afterEach, describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { type InstanceId, instanceId } from '../instances/index.ts';
import { type HostMeasurement, type HostMetrics, HostMetricsError, periodsMs } from './index.ts';

/** A cloud in which time is moved by hand, and what the contract must do to it. */
export interface HostMetricsHarness {
  readonly metrics: HostMetrics;
  readonly region: string;
  readonly otherRegion: string;
  readonly now: () => Instant;
  /** Lets time pass. */
  readonly pass: (ms: number) => Promise<void>;
  /** An instance in `region` that runs from now on. */
  readonly run: (options?: { readonly detailed?: boolean; readonly withAgent?: boolean }) => Promise<InstanceId>;
  readonly stop: (id: InstanceId) => Promise<void>;
  /** The next call is refused for being one too many. */
  readonly throttleNext: () => void;
  readonly close: () => Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;

/** What every `HostMetrics` promises; each adapter's test file calls this once. */
export function hostMetricsContract(name: string, open: () => Promise<HostMetricsHarness>): void {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const world = async () => {
    const harness = await open();
    closing.push(harness.close);
    const read = async (
      instances: readonly InstanceId[],
      { detailed = false, region = harness.region, backMs = hour } = {},
    ): Promise<readonly HostMeasurement[]> => {
      const until = harness.now();
      return harness.metrics.read({ region, instances, from: instant(until - backMs), until, detailed });
    };
    return { ...harness, read };
  };

  describe(`HostMetrics: ${name}`, () => {
    test('a running host is measured every five minutes, by whole periods that are over', async () => {
      const { run, pass, read, now } = await world();
      const id = await run();
      await pass(hour);
      const found = await read([id]);
      expect(found.length).toBeGreaterThan(8);
      const times = found.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((at) => at % periodsMs.basic === 0 && at <= now())).toBe(true);
    });

    test('CPU is in per cent and the network in bytes a second', async () => {
      const { run, pass, read } = await world();
      const id = await run({ withAgent: false });
      await pass(hour);
      const found = await read([id]);
      expect(found.length).toBeGreaterThan(0);
      for (const { instance, cpuPercent = -1, networkInBytesPerSecond = -1, networkOutBytesPerSecond = -1 } of found) {
        expect(instance).toBe(id);
        expect(cpuPercent).toBeGreaterThanOrEqual(0);
        expect(cpuPercent).toBeLessThanOrEqual(100);
        // Of a sum over five minutes it would be hundreds of times more.
        expect(networkInBytesPerSecond).toBeGreaterThan(0);
        expect(networkInBytesPerSecond).toBeLessThan(10_000_000);
        expect(networkOutBytesPerSecond).toBeGreaterThan(0);
      }
    });

    test('memory and disk come only from hosts with an agent', async () => {
      const { run, pass, read } = await world();
      const [withAgent, without] = [await run(), await run({ withAgent: false })];
      await pass(hour);
      const found = await read([withAgent, without]);
      const figures = (id: InstanceId): readonly HostMeasurement[] => found.filter(({ instance }) => instance === id);
      expect(figures(withAgent).every((one) => (one.memoryPercent ?? 0) > 0 && (one.diskPercent ?? 0) > 0)).toBe(true);
      expect(figures(without).length).toBeGreaterThan(0);
      expect(figures(without).every((one) => one.memoryPercent === undefined)).toBe(true);
    });

    test('with detailed monitoring there is one measurement a minute', async () => {
      const { run, pass, read } = await world();
      const id = await run({ detailed: true });
      await pass(hour);
      const found = await read([id], { detailed: true, backMs: 20 * minute });
      const times = found.map(({ at }) => at);
      expect(times.length).toBeGreaterThan(12);
      expect(new Set(times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toEqual(
        new Set([periodsMs.detailed]),
      );
    });

    test('what has just been is not there yet, and comes later', async () => {
      const { run, pass, read, now } = await world();
      const id = await run({ withAgent: false });
      await pass(hour);
      const newest = async (): Promise<number> => (await read([id])).at(-1)?.at ?? 0;
      const before = await newest();
      expect(now() - before).toBeGreaterThan(0);
      await pass(10 * minute);
      expect(await newest()).toBeGreaterThan(before);
    });

    test('a stopped host is not measured', async () => {
      const { run, stop, pass, read, now } = await world();
      const id = await run();
      await pass(hour);
      const stoppedAt = now();
      await stop(id);
      await pass(2 * hour);
      expect(await read([id], { backMs: hour })).toEqual([]);
      const all = await read([id], { backMs: 4 * hour });
      expect(all.length).toBeGreaterThan(0);
      expect(all.every(({ at }) => at <= stoppedAt)).toBe(true);
    });

    test('a host that is unknown, or of another region, has no measurements and is no error', async () => {
      const { run, pass, read, otherRegion } = await world();
      const id = await run();
      await pass(hour);
      expect(await read([instanceId('i-0123456789abcdef0')])).toEqual([]);
      expect(await read([id], { region: otherRegion })).toEqual([]);
      expect(await read([])).toEqual([]);
    });

    test('more hosts than fit into one call, and into one page, are all measured', async () => {
      const { run, pass, read } = await world();
      const ids: InstanceId[] = [];
      for (let count = 0; count < 3; count++) ids.push(await run());
      await pass(3 * hour);
      const strangers = Array.from({ length: 150 }, (_, index) =>
        instanceId(`i-${index.toString(16).padStart(17, '0')}`),
      );
      const found = await read([...ids.slice(0, 1), ...strangers, ...ids.slice(1)], { backMs: 2 * hour });
      expect(new Set(found.map(({ instance }) => instance))).toEqual(new Set(ids));
      const counts = ids.map((id) => found.filter(({ instance }) => instance === id).length);
      expect(Math.min(...counts)).toBeGreaterThan(20);
    });

    test('being asked too often is said, and over with the next call', async () => {
      const { run, pass, read, throttleNext } = await world();
      const id = await run();
      await pass(hour);
      throttleNext();
      const error: unknown = await read([id]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(HostMetricsError);
      expect(error).toMatchObject({ code: 'throttled' });
      expect((await read([id])).length).toBeGreaterThan(0);
    });
  });
}
