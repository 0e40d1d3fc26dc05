import { workers } from '@lcm/control-plane-api/application/aggregates';
import { openState } from '@lcm/control-plane-api/application/control-plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { testNow, workerCreated } from '@lcm/core/domain/testing';
import { ok, SeededRandom, VirtualClock } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import { epochKey, type Leadership, runController, settled, setup } from '@lcm/core/reconcile';
import { expect, test } from 'vitest';

/** A coordination store that can be replaced by an empty one, as when its disk is lost. */
class Losable {
  readonly #clock: VirtualClock;
  current: EmbeddedCoordination;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.current = new EmbeddedCoordination({ clock });
  }

  lose(): void {
    this.current.close();
    this.current = new EmbeddedCoordination({ clock: this.#clock });
  }

  get port(): Coordination {
    return {
      put: async (key, value, lease) => this.current.put(key, value, lease),
      create: async (key, value, lease) => this.current.create(key, value, lease),
      remove: async (key, revision) => this.current.remove(key, revision),
      delete: async (key) => this.current.delete(key),
      list: async (prefix) => this.current.list(prefix),
      watch: (prefix, revision, signal) => this.current.watch(prefix, revision, signal),
      grant: async (ttlMs) => this.current.grant(ttlMs),
      keepAlive: async (lease) => this.current.keepAlive(lease),
      revoke: async (lease) => this.current.revoke(lease),
    };
  }
}

const subject = { aggregate: workers, id: 'wkr_1' };
const actor = { id: 'service:worker-controller', name: 'worker-controller', roles: ['worker-controller'] as const };

async function aProduct() {
  const clock = new VirtualClock({ start: testNow });
  const coordination = new Losable(clock);
  // A long life: whoever leads in the next one has a lower token for a good while.
  for (let turn = 0; turn < 500; turn += 1) await coordination.current.put('/turn', String(turn));
  const { port } = coordination;
  const stop = new AbortController();
  const { signal } = stop;
  const shared = { coordination: port, clock };
  const plane = await openState({ ...shared, store: new MemoryStateStore(), onProjectionError: () => undefined });
  const options = (leadership?: Leadership) => ({
    operation: 'Test',
    caller: { actor, correlationId: 'c', fence: leadership?.fence() },
  });
  await plane.streams.change(subject, options(), () => ok([workerCreated(1)]));
  const acted: string[] = [];
  const refused: string[] = [];
  const reconcilers = (leadership: Leadership) => [
    setup({
      prefixes: ['/lcm/state/worker/'],
      keyOf: ({ key }) => key.slice('/lcm/state/worker/'.length),
      resyncMs: 1_000,
      reconciler: {
        name: 'worker',
        reconcile: async () => {
          // Something to do every five seconds, and nothing in between.
          const reason = `turn ${Math.floor(clock.monotonic() / 5_000)}`;
          await plane.streams.change(subject, options(leadership), (worker, at) =>
            ok(
              worker?.desiredReason === reason
                ? []
                : [{ type: 'WorkerDesiredStatusChanged' as const, to: 'running' as const, reason, at }],
            ),
          );
          acted.push(reason);
          return settled;
        },
      },
    }),
  ];
  const observer = {
    reconciled: () => undefined,
    leadership: (event: { readonly kind: string; readonly because?: string }) => {
      if (event.because?.includes('superseded')) refused.push(event.because);
    },
  };
  const election = { ...shared, name: 'one', election: 'worker-controller', random: new SeededRandom(1), signal };
  const running = [plane.run(signal), runController({ ...election, reconcilers, observer })];
  const end = async (): Promise<void> => {
    stop.abort();
    await clock.advance(60_000);
    await Promise.all(running);
  };
  return { clock, coordination, acted, refused, end };
}

test('after the coordination store was lost, its keys are written again and controllers act', async () => {
  const { clock, coordination, acted, refused, end } = await aProduct();
  await clock.advance(120_000);
  expect(new Set(acted).size).toBeGreaterThan(10);
  coordination.lose();
  await clock.advance(30_000);
  const before = new Set(acted).size;
  await clock.advance(60_000);
  expect(new Set(acted).size).toBeGreaterThan(before + 8);
  expect(refused).toEqual([]);
  await end();
});

test('after it was set back to an earlier state, controllers say what to do, and act once that is done', async () => {
  const { clock, coordination, acted, refused, end } = await aProduct();
  await clock.advance(60_000);
  const [epoch] = (await coordination.current.list(epochKey)).items;
  coordination.current.close();
  coordination.current = new EmbeddedCoordination({ clock });
  await coordination.current.put(epochKey, epoch?.value ?? '');
  await clock.advance(20_000);
  const before = new Set(acted).size;
  await clock.advance(60_000);
  expect(new Set(acted).size).toBe(before);
  expect(refused[0]).toContain('delete its key /lcm/epoch');
  await coordination.current.delete(epochKey);
  await clock.advance(60_000);
  expect(new Set(acted).size).toBeGreaterThan(before + 8);
  await end();
});
