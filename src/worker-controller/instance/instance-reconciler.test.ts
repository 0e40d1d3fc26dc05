import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { type FoundInstanceEvent, foundInstanceId } from '@lcm/core/domain/instance';
import { FakeClock } from '@lcm/core/kernel';
import type { Next } from '@lcm/core/reconcile';
import { describe, expect, test } from 'vitest';
import { aCreatedWorker, workerId } from '../testing/a-worker.ts';
import { FakeCloud } from '../testing/fake-cloud.ts';
import { defaultWorkerSettings as settings } from '../worker/worker-settings.ts';
import { instanceReconciler } from './instance-reconciler.ts';

const minute = 60_000;
const where = { region: 'us-east-1', instanceId: 'i-00000001' };
const id = foundInstanceId(where);
const suspicion = { kind: 'foreign', because: 'so' } as const;

class Scene {
  readonly clock = new FakeClock(1_767_600_000_000);
  readonly cloud = new FakeCloud(this.clock);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  mayAct = true;
  #reconciler = this.#start();

  commit(...events: readonly FoundInstanceEvent[]): void {
    this.controlPlane.instances.append(id, events);
  }

  found(): void {
    const { instanceType, imageId, launchedAt, tags } = this.cloud.appear();
    const facts = { instanceType, imageId, launchedAt, tags, state: 'running' } as const;
    this.commit({ type: 'InstanceFound', id, ...where, facts, suspicion, reason: 'so', at: this.clock.now() });
  }

  sought(): void {
    const wish = { origin: 'imported', reason: 'it is ours', by: 'ana' } as const;
    this.commit({ type: 'InstanceSought', id, ...where, wish, at: this.clock.now() });
  }

  orderEnd(): void {
    this.commit({ type: 'InstanceTerminationAsked', reason: 'nobody needs it', by: 'ana', at: this.clock.now() });
  }

  get state() {
    return this.controlPlane.instances.get(id);
  }

  restart(): void {
    this.#reconciler = this.#start();
  }

  async look(): Promise<Next> {
    return this.#reconciler.reconcile(id, new AbortController().signal);
  }

  /** Until there is nothing more to do. */
  async live(): Promise<void> {
    for (let looks = 0; looks < 200; looks += 1) {
      const next = await this.look().catch((): Next => ({ kind: 'again', afterMs: minute, because: 'it failed' }));
      if (next.kind === 'settled') return;
      this.clock.step(next.afterMs);
    }
    throw new Error('it never comes to rest');
  }

  #start() {
    const { controlPlane, cloud: instances, clock } = this;
    const leadership = { fence: () => ({ election: 'worker-controller', token: 1 }), mayAct: () => this.mayAct };
    return instanceReconciler({ controlPlane, instances, clock, leadership, settings });
  }
}

describe('an instance whose end was ordered', () => {
  test('is ended once, and gone when EC2 says so', async () => {
    const scene = new Scene();
    scene.found();
    scene.orderEnd();
    await scene.live();
    expect(scene.cloud.effects).toEqual(['terminated i-00000001']);
    expect(scene.state).toMatchObject({ status: 'gone', reason: 'nobody needs it' });
  });

  test.each([
    'refused',
    'answer-lost',
  ] as const)('is ended once, also when the first call is %s and the controller dies', async (fault) => {
    const scene = new Scene();
    scene.found();
    scene.orderEnd();
    scene.cloud.failNext(fault);
    await expect(scene.look()).rejects.toThrow('EC2 says');
    scene.restart();
    await scene.live();
    expect(scene.cloud.effects).toEqual(['terminated i-00000001']);
    expect(scene.state?.status).toBe('gone');
  });

  test('is not touched without the lead, nor while nobody has ordered anything', async () => {
    const scene = new Scene();
    scene.found();
    expect(await scene.look()).toEqual({ kind: 'settled' });
    scene.orderEnd();
    scene.mayAct = false;
    await scene.look();
    expect(scene.cloud.effects).toEqual([]);
  });

  test('is left alone when it turns out to be the host of a worker', async () => {
    const scene = new Scene();
    scene.found();
    scene.orderEnd();
    const assigned = { type: 'WorkerInstanceAssigned', launch: 1, instanceId: where.instanceId } as const;
    scene.controlPlane.workers.append(workerId, [aCreatedWorker(), { ...assigned, at: scene.clock.now() }]);
    await scene.live();
    expect(scene.cloud.effects).toEqual([]);
    expect(scene.state).toMatchObject({ status: 'gone', reason: 'it is the host of worker exam-room-1' });
  });

  test('that EC2 does not know any more is gone, and not before reads may have caught up', async () => {
    const scene = new Scene();
    scene.found();
    scene.orderEnd();
    const [one] = scene.cloud.all;
    if (one) scene.cloud.vanish(one.id);
    await scene.look();
    expect(scene.state?.status).toBe('terminating');
    await scene.live();
    expect(scene.state).toMatchObject({ status: 'gone', reason: 'EC2 does not know it any more' });
  });
});

describe('an instance that an operator named', () => {
  test('is reported when it is there', async () => {
    const scene = new Scene();
    scene.cloud.appear();
    scene.sought();
    await scene.live();
    expect(scene.state).toMatchObject({ status: 'undecided', facts: { instanceType: 'm5zn.metal' } });
  });

  test('may show itself late', async () => {
    const scene = new Scene();
    scene.sought();
    await scene.look();
    scene.cloud.appear();
    await scene.live();
    expect(scene.state?.status).toBe('undecided');
  });

  test('is given up, with the reason, when EC2 does not know it', async () => {
    const scene = new Scene();
    scene.sought();
    await scene.live();
    expect(scene.state).toMatchObject({
      status: 'gone',
      reason: 'EC2 knows no instance i-00000001 in us-east-1',
    });
  });

  test('is looked for until its region answers', async () => {
    const scene = new Scene();
    scene.cloud.broken.add(where.region);
    scene.sought();
    await expect(scene.look()).rejects.toThrow('does not answer');
    scene.clock.step(60 * minute);
    scene.cloud.broken.clear();
    scene.cloud.appear();
    await scene.live();
    expect(scene.state?.status).toBe('undecided');
  });

  test('that EC2 has ended becomes nothing', async () => {
    const scene = new Scene();
    const { id: ended } = scene.cloud.appear();
    await scene.cloud.terminate(where.region, ended);
    scene.sought();
    await scene.live();
    expect(scene.state).toMatchObject({ status: 'gone', reason: 'EC2 has ended it' });
  });
});

describe('an adoption', () => {
  const { spec } = aCreatedWorker();
  const adoption = { workerId, name: 'x', template: 'metal', spec, origin: 'discovered' } as const;

  test('whose worker was not made is finished', async () => {
    const scene = new Scene();
    scene.found();
    scene.commit({ type: 'InstanceAdopted', adoption, reason: 'x', by: 'ana', at: scene.clock.now() });
    await scene.look();
    expect(scene.controlPlane.sent).toMatchObject([{ name: 'SettleAdoption', input: { foundId: id } }]);
  });

  test('whose worker is there is left alone', async () => {
    const scene = new Scene();
    scene.found();
    scene.commit({ type: 'InstanceAdopted', adoption, reason: 'x', by: 'ana', at: scene.clock.now() });
    scene.controlPlane.workers.append(workerId, [aCreatedWorker()]);
    expect(await scene.look()).toEqual({ kind: 'settled' });
    expect(scene.controlPlane.sent).toEqual([]);
  });
});
