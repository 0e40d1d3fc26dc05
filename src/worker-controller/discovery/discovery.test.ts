import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { foundInstanceId } from '@lcm/core/domain/instance';
import { type SettingsEvent, settingsId } from '@lcm/core/domain/settings';
import { WorkerId } from '@lcm/core/domain/worker';
import { FakeClock } from '@lcm/core/kernel';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { describe, expect, test } from 'vitest';
import { aCreatedWorker, workerId } from '../testing/a-worker.ts';
import { FakeCloud } from '../testing/fake-cloud.ts';
import { discovery } from './discovery.ts';

const minute = 60_000;
const region = 'us-east-1';

function fence() {
  return { election: 'worker-controller', token: 1 };
}

class Scene {
  readonly clock = new FakeClock(1_767_600_000_000);
  readonly cloud = new FakeCloud(this.clock);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  job = this.#discovery();

  async look() {
    return this.job.run(new AbortController().signal);
  }

  /** What an installation says of discovery. */
  choose(values: Extract<SettingsEvent, { type: 'SettingsEnvironmentNoted' }>['values']): void {
    this.controlPlane.settings.append(settingsId, [{ type: 'SettingsEnvironmentNoted', values, at: this.clock.now() }]);
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.job = this.#discovery();
  }

  found({ id, region: where }: SeenInstance) {
    return this.controlPlane.instances.get(foundInstanceId({ region: where, instanceId: id }));
  }

  get reports(): number {
    return this.controlPlane.sent.length;
  }

  get events(): readonly string[] {
    return this.controlPlane.instances.events.map(({ type }) => type);
  }

  #discovery() {
    const { controlPlane, cloud: instances, clock } = this;
    return discovery({ controlPlane, instances, clock, fence, readLagMs: 2 * minute });
  }
}

describe('a round of discovery', () => {
  test('finds what is made of an image of a CML host, once, with why', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear({ tags: { Name: 'by hand' } });
    expect(await scene.look()).toEqual({ summary: '1 region, 1 instance, 1 without a worker new', news: true });
    expect(scene.found(one)).toMatchObject({
      status: 'undecided',
      facts: { imageName: 'cml-2.9.1', tags: { Name: 'by hand' } },
      suspicion: { kind: 'foreign' },
    });
    expect(await scene.look()).toEqual({ summary: '1 region, 1 instance, nothing new', news: false });
    expect(scene.events).toEqual(['InstanceFound']);
  });

  test('finds what carries a worker’s tag, whatever its image', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear({ imageId: 'ami-2', tags: { 'lcm:worker_id': 'wkr_9' } });
    await scene.look();
    expect(scene.found(one)).toMatchObject({ suspicion: { kind: 'ours-orphaned' } });
  });

  test('leaves alone what workers have or look after themselves', async () => {
    const scene = new Scene();
    scene.controlPlane.workers.append(workerId, [aCreatedWorker({}, scene.clock.now())]);
    await scene.cloud.launch({
      region,
      token: `${workerId}:1`,
      instanceType: 'x',
      imageName: 'cml*',
      volumeGiB: 1,
      tags: {},
    });
    expect(await scene.look()).toEqual({ summary: '1 region, 1 instance, nothing new', news: false });
    expect(scene.reports).toBe(0);
  });

  test('waits before it calls an orphan what belonged to a worker that has just ended', async () => {
    const scene = new Scene();
    const at = scene.clock.now();
    scene.controlPlane.workers.append(workerId, [
      aCreatedWorker({}, at),
      { type: 'WorkerStatusChanged', to: 'terminating', reason: 'x', at },
      { type: 'WorkerTerminated', at },
    ]);
    const one = scene.cloud.appear({ token: `${workerId}:1` });
    await scene.look();
    expect(scene.found(one)).toBeUndefined();
    scene.clock.step(3 * minute);
    await scene.look();
    expect(scene.found(one)).toMatchObject({ suspicion: { kind: 'ours-orphaned' } });
    expect(scene.cloud.effects).toEqual([]);
  });

  test('says which region failed, and looks at the others all the same', async () => {
    const scene = new Scene();
    const job = new Scene();
    job.choose({ 'discovery.regions': [region, 'eu-west-1'] });
    const one = job.cloud.appear();
    job.cloud.broken.add('eu-west-1');
    const { summary } = await job.look();
    expect(summary).toBe(
      '1 region, 1 instance, 1 without a worker new; eu-west-1 could not be looked at: too many requests',
    );
    expect(job.found(one)).toBeDefined();
    scene.cloud.broken.add(region);
    await expect(scene.look()).rejects.toThrow('us-east-1 could not be looked at');
  });

  test('looks in the regions of workers and of what was found, beside those it was told', async () => {
    const scene = new Scene();
    const spec = { ...aCreatedWorker().spec, region: 'eu-west-1' };
    scene.controlPlane.workers.append(workerId, [aCreatedWorker({ spec }, scene.clock.now())]);
    const one = scene.cloud.appear({ region: 'eu-west-1' });
    expect((await scene.look()).summary).toContain('2 regions');
    expect(scene.found(one)).toBeDefined();
  });

  test('looks where and for what the settings say at its begin', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear({ region: 'eu-west-1' });
    expect(await scene.look()).toMatchObject({ summary: '1 region, 0 instances, nothing new' });
    scene.choose({ 'discovery.regions': ['eu-west-1'], 'discovery.imageNames': ['other*'] });
    expect(await scene.look()).toMatchObject({ news: false });
    expect(scene.found(one)).toBeUndefined();
    scene.choose({ 'discovery.regions': ['eu-west-1'] });
    expect(await scene.look()).toMatchObject({ summary: '1 region, 1 instance, 1 without a worker new' });
    expect(scene.found(one)).toBeDefined();
  });
});

describe('what was found before', () => {
  test('is gone only when EC2 does not know its id for longer than reads lag', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear();
    await scene.look();
    scene.cloud.vanish(one.id);
    expect(await scene.look()).toMatchObject({ news: false });
    scene.restart();
    scene.clock.step(5 * minute);
    expect(await scene.look()).toMatchObject({ news: false });
    scene.clock.step(5 * minute);
    expect(await scene.look()).toEqual({ summary: '1 region, 0 instances, 1 gone', news: true });
    expect(scene.found(one)).toMatchObject({ status: 'gone', reason: 'EC2 does not know it any more' });
  });

  test('is not gone because a list lagged, or a region failed', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear();
    await scene.look();
    scene.cloud.failNext('lagging-read');
    await scene.look();
    scene.clock.step(5 * minute);
    scene.cloud.broken.add(region);
    await expect(scene.look()).rejects.toThrow();
    scene.cloud.broken.clear();
    scene.clock.step(5 * minute);
    await scene.look();
    expect(scene.found(one)?.status).toBe('undecided');
    expect(scene.events).toEqual(['InstanceFound']);
  });

  test('is gone at once when EC2 shows that it has ended', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear();
    await scene.look();
    await scene.cloud.terminate(region, one.id);
    scene.clock.step(5 * minute);
    await scene.look();
    expect(scene.found(one)).toMatchObject({ status: 'gone', reason: 'EC2 has ended it' });
  });

  test('is no longer asked about when it turns out to be the host of a worker', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear();
    await scene.look();
    const at = scene.clock.now();
    scene.controlPlane.workers.append(workerId, [
      aCreatedWorker({}, at),
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: one.id, at },
    ]);
    await scene.look();
    expect(scene.found(one)).toMatchObject({ status: 'gone', reason: 'it is the host of worker exam-room-1' });
  });

  test('waits for a decision again when the worker that it became has gone on without it', async () => {
    const scene = new Scene();
    const one = scene.cloud.appear();
    await scene.look();
    const at = scene.clock.now();
    const { spec } = aCreatedWorker();
    const adoption = { workerId, name: 'x', template: 'metal', spec, origin: 'discovered' } as const;
    const id = foundInstanceId({ region, instanceId: one.id });
    scene.controlPlane.instances.append(id, [{ type: 'InstanceAdopted', adoption, reason: 'x', by: 'ana', at }]);
    await scene.look();
    expect(scene.found(one)?.status).toBe('adopted');
    scene.controlPlane.workers.append(WorkerId.parse(workerId), [
      aCreatedWorker({ origin: 'discovered' }, at),
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: one.id, at },
    ]);
    await scene.look();
    expect(scene.found(one)?.status).toBe('adopted');
    scene.controlPlane.workers.append(workerId, [
      { type: 'WorkerLaunchFailed', launch: 1, reason: 'x', at },
      { type: 'WorkerVacated', launch: 1, at },
    ]);
    scene.clock.step(5 * minute);
    await scene.look();
    expect(scene.found(one)).toMatchObject({ status: 'undecided', adoptions: 1 });
  });
});
