import { furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { minute, testNow } from '@lcm/core/domain/testing';
import { FakeClock } from '@lcm/core/kernel';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Commit } from '@lcm/core/ports/state-store';
import { discovery } from '@lcm/worker-controller/discovery/discovery';
import { instanceReconciler } from '@lcm/worker-controller/instance/instance-reconciler';
import { FakeCloud } from '@lcm/worker-controller/testing/fake-cloud';
import { defaultWorkerSettings as settings } from '@lcm/worker-controller/worker/worker-settings';
import { describe, expect, test } from 'vitest';

/** A store that takes no more than so many commits: whoever writes dies with the next. */
class MortalStore extends MemoryStateStore {
  left = Number.POSITIVE_INFINITY;

  override async append(commit: Commit): Promise<void> {
    if (this.left <= 0) throw new Error('crash');
    this.left -= 1;
    await super.append(commit);
  }
}

/** An instance that somebody launched by hand, found by the first of the controllers that look after the cloud. */
async function found() {
  const clock = new FakeClock(testNow);
  const store = new MortalStore();
  const cloud = new FakeCloud(clock);
  const { id } = cloud.appear({ tags: { Name: 'by hand' } });
  const first = await openTestPlane({ store, clock });
  await furnish(first.call);
  const controller = (of: typeof first) => {
    const controlPlane: ControlPlane = of.plane.forService('worker-controller');
    const leadership = { fence, mayAct: () => true };
    const job = discovery({ controlPlane, instances: cloud, clock, fence, readLagMs: 2 * minute });
    const decided = instanceReconciler({ controlPlane, instances: cloud, clock, leadership, settings });
    return { discover: async () => job.run(aSignal()), decided };
  };
  await controller(first).discover();
  const [item] = first.views.list('instance');
  if (item === undefined) throw new Error('nothing was found');
  return { clock, store, cloud, first, controller, id, foundId: item.state.id };
}

describe('an instance that somebody launched by hand', () => {
  test('becomes one worker although the control plane dies between the decision and the worker', async () => {
    const { first, store, clock, controller, id, foundId } = await found();
    store.left = 1;
    await expect(first.call('AdoptInstance', { foundId })).rejects.toThrow('crash');
    store.left = Number.POSITIVE_INFINITY;
    const second = await openTestPlane({ store, clock });
    const workers = () => second.views.list('worker').map(({ state }) => state);
    expect([second.views.get('instance', foundId)?.state.status, workers()]).toEqual(['adopted', []]);
    const { decided, discover } = controller(second);
    for (let look = 0; look < 2; look += 1) await decided.reconcile(foundId, aSignal());
    expect(workers()).toMatchObject([{ name: 'by hand', instanceId: id, status: 'running', origin: 'discovered' }]);
    expect(await discover()).toMatchObject({ news: false });
  });

  test.each([
    'before',
    'after',
  ] as const)('is ended once, its controller having died %s the call that ends it', async (when) => {
    const { first, clock, cloud, controller, id, foundId } = await found();
    await first.call('TerminateInstance', { foundId, reason: 'nobody needs it' });
    cloud.failNext(when === 'before' ? 'refused' : 'answer-lost');
    await expect(controller(first).decided.reconcile(foundId, aSignal())).rejects.toThrow('EC2 says');
    const { decided } = controller(first);
    for (let looks = 0; looks < 60; looks += 1) {
      const next = await decided.reconcile(foundId, aSignal());
      if (next.kind === 'settled') break;
      clock.step(next.afterMs);
    }
    expect(first.views.get('instance', foundId)?.state).toMatchObject({ status: 'gone', reason: 'nobody needs it' });
    expect(cloud.effects).toEqual([`terminated ${id}`]);
  });
});

function aSignal(): AbortSignal {
  return new AbortController().signal;
}

function fence() {
  return { election: 'worker-controller', token: 1 };
}
