import { expect, test } from 'vitest';
import { EmbeddedCoordination } from '../adapters/coordination/embedded-coordination.ts';
import { SeededRandom, VirtualClock } from '../kernel/index.ts';
import { defaultLeaseTtlMs, type LeaderEvent, type Leadership, lead } from './leader.ts';
import { currentEpoch, ensureEpoch, epochKey } from './store-epoch.ts';

function aStore() {
  const clock = new VirtualClock({ start: 1_000 });
  return { clock, store: new EmbeddedCoordination({ clock }) };
}

test('an epoch begins once, whoever asks, and the next one is higher', async () => {
  const { clock, store } = aStore();
  expect(await currentEpoch(store)).toBeUndefined();
  const [first, same] = await Promise.all([ensureEpoch(store, clock), ensureEpoch(store, clock)]);
  expect([first, same, await currentEpoch(store)]).toEqual([1_000, 1_000, 1_000]);
  await clock.advance(5);
  await store.delete(epochKey);
  expect(await ensureEpoch(store, clock)).toBe(1_005);
});

test('an epoch that somebody damaged is said, not guessed', async () => {
  const { clock, store } = aStore();
  await store.put(epochKey, 'yesterday');
  await expect(ensureEpoch(store, clock)).rejects.toThrow('/lcm/epoch is no number: delete it');
});

test('a leader that was refused as superseded leaves it to others for a while, then stands again under the epoch of then', async () => {
  const { clock, store } = aStore();
  const [terms, events]: [Leadership[], LeaderEvent[]] = [[], []];
  void lead({
    coordination: store,
    election: 'scheduler',
    clock,
    random: new SeededRandom(1),
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onLeading: async (leadership) => {
      terms.push(leadership);
      await new Promise<void>((resolve) => leadership.signal.addEventListener('abort', () => resolve()));
    },
  });
  await clock.advance(1_000);
  expect(terms.map((term) => term.fence())).toMatchObject([{ election: 'scheduler', epoch: 1_000 }]);
  terms[0]?.resign('superseded: set back');
  await store.delete(epochKey);
  await clock.advance(defaultLeaseTtlMs / 2 - 10);
  expect(events.at(-1)).toMatchObject({ kind: 'ended', because: 'superseded: set back' });
  await clock.advance(defaultLeaseTtlMs);
  expect(terms).toHaveLength(2);
  expect(terms[1]?.fence().epoch).toBeGreaterThan(2_000);
});
