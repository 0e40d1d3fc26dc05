import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { WorkerId } from '@lcm/core/domain/worker';
import { FakeClock } from '@lcm/core/kernel';
import { cmlLabId } from '@lcm/core/ports/cml';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aCreatedWorker } from '../testing/a-worker.ts';
import { TellingCml } from '../testing/telling-cml.ts';
import { Lines } from './lines.ts';
import { defaultLiveSettings, type LiveSettings } from './live.ts';

const second = 1000;
const lab = cmlLabId('l1');

/** Workers that are up, a line to each, and what came of it. */
class World {
  readonly clock = new FakeClock(1_767_600_000_000);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly servers = new Map<string, TellingCml>();
  readonly woken: string[] = [];
  readonly figures: string[] = [];
  readonly over = new AbortController();
  readonly lines: Lines;

  constructor(settings: Partial<LiveSettings> = {}) {
    this.lines = new Lines({
      controlPlane: this.controlPlane,
      cml: { at: ({ url }) => this.servers.get(url) ?? fail() },
      cmlAccess: { username: 'admin', password: 'secret' },
      clock: this.clock,
      random: { next: () => 0 },
      settings: { ...defaultLiveSettings, ...settings },
      signal: this.over.signal,
      onFigures: (id) => this.figures.push(id),
    });
    this.lines.wakeBy((id) => this.woken.push(id));
    onTestFinished(() => this.over.abort());
  }

  async worker(
    number: number,
    how: Partial<Pick<TellingCml, 'refuses' | 'hangs' | 'endsAfterMs'>> = {},
  ): Promise<{ readonly id: WorkerId; readonly cml: TellingCml }> {
    const id = WorkerId.parse(`wkr_${number}`);
    const url = `https://192.0.2.${number}`;
    const at = this.clock.now();
    const cml = Object.assign(new TellingCml(this.clock), how);
    this.servers.set(url, cml);
    this.controlPlane.workers.append(id, [
      aCreatedWorker({ id }, at),
      { type: 'WorkerStatusChanged', to: 'running', reason: 'it runs', at },
      { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: url, at },
    ]);
    await this.look(id);
    return { id, cml };
  }

  async look(id: WorkerId): Promise<void> {
    await this.lines.reconciler().reconcile(id, this.over.signal);
    await this.pass(0);
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left >= 0; left -= second) {
      this.clock.step(Math.min(left, second));
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    }
  }
}

function fail(): never {
  throw new Error('no such server');
}

describe('a line to a server', () => {
  test('that has held for a while is told, and what it says wakes whoever looks at the worker', async () => {
    const world = new World();
    const { id, cml } = await world.worker(1);
    expect(world.lines.lineOf(id)).toBeUndefined();
    await world.pass(31 * second);
    expect(world.lines.lineOf(id)).toEqual({ by: 'events' });
    cml.tell({ type: 'activity', lab }, { type: 'lab-created', lab });
    await world.pass(0);
    expect(world.woken).toEqual([id, id]);
    expect(world.lines.activityHeardAt(id)).toBe(world.clock.now());
    expect(world.lines.labsHeardAt(id)).toBe(world.clock.now());
  });

  test('says how loaded it is every few seconds, of which some is kept', async () => {
    const world = new World();
    const { cml } = await world.worker(1);
    const stats = { cpuCount: 1, cpuPercent: 1, memoryTotalBytes: 1, memoryUsedBytes: 1 };
    for (let told = 0; told < 20; told += 1) {
      cml.tell({ type: 'keep-alive', stats: { ...stats, diskTotalBytes: 1, diskUsedBytes: 1, runningNodes: 0 } });
      await world.pass(3 * second);
    }
    expect(world.figures).toHaveLength(2);
    expect(world.woken).toEqual([]);
  });

  test('that is refused leaves us asking, for the reason of the first refusal', async () => {
    const world = new World();
    const { id } = await world.worker(1, { refuses: true });
    await world.pass(31 * second);
    expect(world.lines.lineOf(id)).toEqual({ by: 'polling', because: 'CML events: no answer' });
    await world.pass(300 * second);
    expect(world.lines.lineOf(id)).toEqual({ by: 'polling', because: 'CML events: no answer' });
  });

  test.each([
    ['is refused', { refuses: true }],
    ['ends cleanly each time', { endsAfterMs: 500 }],
  ])('that %s is left alone for longer and longer, up to a minute', async (_, how) => {
    const world = new World();
    const { cml } = await world.worker(1, how);
    await world.pass(600 * second);
    // After 1, 2, 4, 8, 16 and 32 seconds, and then each minute.
    expect(cml.tries).toBeGreaterThanOrEqual(14);
    expect(cml.tries).toBeLessThanOrEqual(17);
  });

  test('that comes and goes is neither here nor there', async () => {
    const world = new World({ longestBackoffMs: 10 * second });
    const { id, cml } = await world.worker(1, { endsAfterMs: 10 * second });
    for (let at = 0; at < 120; at += 1) {
      await world.pass(second);
      expect(world.lines.lineOf(id)).toBeUndefined();
    }
    expect(cml.tries).toBeGreaterThan(4);
  });

  test('that has not had its turn yet is nothing to tell, however long it waits', async () => {
    const world = new World({ opensAtOnce: 1 });
    const first = await world.worker(1, { hangs: true });
    const { id } = await world.worker(2);
    await world.pass(90 * second);
    expect(world.lines.lineOf(id)).toBeUndefined();
    first.cml.answer();
    await world.pass(31 * second);
    expect(world.lines.lineOf(id)).toEqual({ by: 'events' });
  });

  test('waits for its turn while others are being opened', async () => {
    const world = new World({ opensAtOnce: 1 });
    const first = await world.worker(1, { hangs: true });
    const [other, third] = [await world.worker(2), await world.worker(3)];
    expect([first.cml.tries, other.cml.tries, third.cml.tries]).toEqual([1, 0, 0]);
    first.cml.answer();
    await world.pass(0);
    expect([other.cml.listeners, third.cml.listeners]).toEqual([1, 1]);
  });

  test('is closed with its CML, and when somebody else leads', async () => {
    const world = new World();
    const [one, two] = [await world.worker(1), await world.worker(2)];
    expect([one.cml.listeners, two.cml.listeners]).toEqual([1, 1]);
    world.controlPlane.workers.append(one.id, [
      { type: 'WorkerServiceStatusChanged', to: 'error', at: world.clock.now() },
    ]);
    await world.look(one.id);
    expect([one.cml.listeners, two.cml.listeners]).toEqual([0, 1]);
    expect(world.lines.lineOf(one.id)).toBeUndefined();
    world.over.abort();
    await world.pass(0);
    await world.lines.ended();
    expect(two.cml.listeners).toBe(0);
  });
});
