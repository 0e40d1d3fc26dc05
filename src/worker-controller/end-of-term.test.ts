import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { stateKey } from '@lcm/core/contracts/state-keys';
import { WorkerId } from '@lcm/core/domain/worker';
import { SeededRandom, VirtualClock } from '@lcm/core/kernel';
import { currentEpoch, currentLeader } from '@lcm/core/reconcile';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeWorkerController } from './compose.ts';
import { parseConfig } from './config.ts';
import { aCreatedWorker } from './testing/a-worker.ts';
import { FakeCloud } from './testing/fake-cloud.ts';
import { FakeSnapshots } from './testing/fake-snapshots.ts';

const minute = 60_000;
const election = 'worker-controller';
const workerIds = ['wkr_1', 'wkr_2', 'wkr_3'].map((id) => WorkerId.parse(id));

/** Two processes of the controller over one cloud and three workers that shall run, and who is asked to give way. */
async function aPair(seed: number) {
  const clock = new VirtualClock({ start: 1_767_600_000_000, shuffle: new SeededRandom(seed) });
  const [cloud, controlPlane] = [new FakeCloud(clock), new MemoryControlPlane(clock)];
  const coordination = new EmbeddedCoordination({ clock });
  const terms: number[] = [];
  const begin = async (name: string, signal: AbortSignal): Promise<void> =>
    composeWorkerController(parseConfig({ CML_WORKER_API_PASSWORD: 'secret', CML_LICENSE_TOKEN: 'token' }), {
      clock,
      controlPlane,
      coordination,
      random: new SeededRandom(seed + terms.length),
      name,
      instances: cloud,
      snapshots: new FakeSnapshots(clock),
      cml: cloud,
      hostMetrics: { read: async () => [] },
      observer: {
        reconciled: () => undefined,
        leadership: ({ kind, ...event }) => {
          if (kind === 'leading' && 'token' in event) terms.push(event.token);
        },
      },
    }).run(signal);
  for (const id of workerIds) {
    controlPlane.workers.append(id, [aCreatedWorker({ id, name: id }, clock.now())]);
    await coordination.put(stateKey(`worker/${id}`), '');
  }
  const askToGiveWay = async (): Promise<void> => {
    const [holder, epoch = 0] = [await currentLeader(coordination, election), await currentEpoch(coordination)];
    if (holder === undefined) return;
    const [term, at] = [{ epoch, token: holder.token }, clock.now()];
    const order = { name: election, term, leader: holder.candidate, reason: 'test', at } as const;
    controlPlane.elections.append(election, [{ type: 'LeaderAskedToResign', ...order }]);
    await coordination.put(stateKey(`election/${election}`), String(at));
  };
  return { clock, cloud, controlPlane, terms, begin, askToGiveWay };
}

test('whenever leaders are asked to give way, each host is launched once and each licence taken once', async () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 8 * minute }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(pauses, fc.nat(), async (ordersAfterMs, seed) => {
      const { clock, cloud, controlPlane, terms, begin, askToGiveWay } = await aPair(seed);
      const stop = new AbortController();
      const ended = [begin('a', stop.signal), begin('b', stop.signal)];
      for (const ms of ordersAfterMs) {
        await clock.advance(ms);
        await askToGiveWay();
      }
      await clock.advance(30 * minute);
      stop.abort();
      await clock.advance(minute);
      await Promise.all(ended);
      const launches = cloud.effects.filter((effect) => effect.startsWith('launch'));
      expect(launches.toSorted()).toEqual(workerIds.map((id) => `launch ${id}:1`));
      expect(controlPlane.workers.all()).toMatchObject(
        workerIds.map((id) => ({ id, launch: 1, status: 'running', license: { status: 'registered' } })),
      );
      expect(terms.length).toBeGreaterThan(1);
    }),
    { numRuns: 10 },
  );
});
