import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { instant, VirtualClock } from '@lcm/core/kernel';
import {
  type InstanceState,
  InstancesError,
  type InstancesQuery,
  instanceId,
  type SeenInstance,
} from '@lcm/core/ports/instances';
import { describe, expect, test } from 'vitest';
import { aCreatedWorker } from '../testing/a-worker.ts';
import { retain } from './retention.ts';
import { syncStatus } from './status-sync.ts';

const second = 1000;
const day = 86_400_000;
const start = instant(1_780_000_000_000);
const fence = () => ({ election: 'worker-controller', token: 1 });

class Fleet {
  readonly clock = new VirtualClock({ start });
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly asked: InstancesQuery[] = [];
  readonly instances = { list: async (query: InstancesQuery) => this.#list(query) };
  readonly #seen = new Map<string, SeenInstance>();
  readonly #failing = new Map<string, InstancesError[]>();

  /** A running worker, whose instance EC2 shows in that state; or not at all. */
  add(number: number, state: InstanceState | 'unseen' = 'running', region = 'us-east-1'): WorkerId {
    const workerId = WorkerId.parse(`wkr_${number}`);
    const id = instanceId(`i-0000000${number}`);
    const at = this.clock.now();
    const created = aCreatedWorker({ id: workerId, name: `w${number}` }, at);
    this.tell(workerId, { ...created, spec: { ...created.spec, region } });
    this.tell(workerId, { type: 'WorkerInstanceAssigned', launch: 1, instanceId: id, at });
    this.tell(workerId, { type: 'WorkerStatusChanged', to: 'running', reason: 'EC2', at });
    const seen = { id, region, instanceType: 'm5zn.metal', imageId: 'ami-1', launchedAt: at, tags: {} };
    if (state !== 'unseen') this.#seen.set(id, { ...seen, state });
    return workerId;
  }

  tell(id: WorkerId, ...events: WorkerEvent[]): void {
    this.controlPlane.workers.append(id, events);
  }

  failNext(region: string, ...errors: InstancesError[]): void {
    this.#failing.set(region, errors);
  }

  async sync() {
    const { controlPlane, instances, clock } = this;
    const synced = syncStatus({ controlPlane, instances, clock, fence }, new AbortController().signal);
    await this.clock.advance(60 * second);
    return synced;
  }

  get woken(): readonly unknown[] {
    return this.controlPlane.sent.filter(({ name }) => name === 'LookAtWorker').map(({ input }) => input);
  }

  async #list(query: InstancesQuery): Promise<readonly SeenInstance[]> {
    this.asked.push(query);
    const error = this.#failing.get(query.region)?.shift();
    if (error !== undefined) throw error;
    return [...this.#seen.values()].filter(({ id, region }) => region === query.region && query.ids?.includes(id));
  }
}

function throttled(): InstancesError {
  return new InstancesError('throttled', 'Request limit exceeded');
}

function ended(fleet: Fleet, number: number): WorkerId {
  const id = fleet.add(number);
  const at = fleet.clock.now();
  fleet.tell(id, { type: 'WorkerStatusChanged', to: 'terminating', reason: 'asked for', at });
  fleet.tell(id, { type: 'WorkerTerminated', at });
  return id;
}

async function run({ controlPlane, clock }: Fleet) {
  return retain({ controlPlane, clock, fence }, new AbortController().signal);
}

describe('the status sync', () => {
  test('asks each region once about all its workers, and wakes only those that differ', async () => {
    const fleet = new Fleet();
    fleet.add(1);
    fleet.add(2, 'running', 'eu-west-1');
    const stopped = fleet.add(3, 'stopped');
    expect(await fleet.sync()).toEqual({ summary: '3 workers in 2 regions, 1 differs: w3 is stopped', news: true });
    expect(fleet.asked.map(({ region, ids = [] }) => [region, ids.length])).toEqual([
      ['us-east-1', 2],
      ['eu-west-1', 1],
    ]);
    expect(fleet.woken).toEqual([{ workerId: stopped, reason: 'EC2 and its record differ: it is stopped' }]);
  });

  test('that finds all as it should be says so, and wakes nobody', async () => {
    const fleet = new Fleet();
    fleet.add(1);
    expect(await fleet.sync()).toEqual({ summary: '1 worker in 1 region', news: false });
    expect(fleet.woken).toEqual([]);
  });

  test('notices instances that are gone and those that have moved', async () => {
    const fleet = new Fleet();
    fleet.add(1, 'unseen');
    const moved = fleet.add(2);
    fleet.tell(moved, { type: 'WorkerAddressChanged', publicIp: '192.0.2.9', at: start });
    const { summary } = await fleet.sync();
    expect(summary).toBe('2 workers in 1 region, 2 differ: w1 is not there, w2 has another address');
  });

  test('that is throttled waits longer and longer, and goes on', async () => {
    const fleet = new Fleet();
    fleet.add(1, 'stopped');
    fleet.failNext('us-east-1', throttled(), throttled(), throttled());
    expect(await fleet.sync()).toMatchObject({ news: true });
    expect(fleet.asked).toHaveLength(4);
  });

  test('has failed when a region does not answer, and has compared the others', async () => {
    const fleet = new Fleet();
    fleet.add(1);
    fleet.add(2, 'stopped', 'eu-west-1');
    fleet.failNext('us-east-1', new InstancesError('unavailable', 'connection refused'));
    expect(await fleet.sync()).toEqual({
      summary: '2 workers in 2 regions, 1 differs: w2 is stopped; us-east-1 does not answer: connection refused',
      news: true,
      outcome: 'failed',
    });
    expect(fleet.woken).toHaveLength(1);
  });
});

describe('retention', () => {
  test('takes those off the lists that ended longer ago than the setting says, once', async () => {
    const fleet = new Fleet();
    ended(fleet, 1);
    await fleet.clock.advance(20 * day);
    ended(fleet, 2);
    fleet.add(3);
    await fleet.clock.advance(10 * day);
    expect(await run(fleet)).toEqual({ summary: 'ended more than 30 days ago: 1 (w1)', news: true });
    expect((await fleet.controlPlane.list('worker')).map(({ name }) => name)).toEqual(['w2', 'w3']);
    expect(await run(fleet)).toEqual({ summary: 'ended more than 30 days ago: nothing', news: false });
    const changes = [{ name: 'retention.endedWorkersDays', from: 30, to: 5 }] as const;
    const at = fleet.clock.now();
    fleet.controlPlane.settings.append('default', [
      { type: 'SettingsChanged', changes, reason: 'a test', by: 'ana', at },
    ]);
    expect(await run(fleet)).toMatchObject({ summary: 'ended more than 5 days ago: 1 (w2)' });
  });

  test('of one who dies half way is finished by the next, and no record goes twice', async () => {
    const fleet = new Fleet();
    for (const number of [1, 2, 3]) ended(fleet, number);
    await fleet.clock.advance(40 * day);
    const { controlPlane } = fleet;
    const send = controlPlane.send.bind(controlPlane);
    controlPlane.send = async (name, input) => {
      if (controlPlane.sent.length === 1) throw new Error('killed');
      return send(name, input);
    };
    await expect(run(fleet)).rejects.toThrow('killed');
    controlPlane.send = send;
    expect(await run(fleet)).toMatchObject({ summary: 'ended more than 30 days ago: 2 (w2, w3)' });
    const deletions = controlPlane.workers.events.filter(({ type }) => type === 'WorkerDeleted');
    expect(deletions).toHaveLength(3);
  });
});
