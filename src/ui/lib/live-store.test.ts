import { WorkerId } from '@lcm/core/domain/worker';
import { effect } from '@preact/signals';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeTiming } from '../testing/fake-timing.ts';
import { aWorker } from '../testing/fixtures.ts';
import { createLiveStore, type LiveStore } from './live-store.ts';

function say(live: LiveStore, id: string, version: number): void {
  const view = aWorker({ id: WorkerId.parse(id), version });
  live.receive(JSON.stringify({ kind: 'worker', id, version, view, changes: [] }));
}

function shown(live: LiveStore): Readonly<Record<string, number>> {
  return Object.fromEntries(live.workers.value.map(({ id, version }) => [id, version]));
}

test('shows the messages of one frame together', () => {
  const timing = new FakeTiming();
  const live = createLiveStore(timing);
  const drawn: number[] = [];
  effect(() => void drawn.push(live.workers.value.length));
  say(live, 'wkr_1', 1);
  say(live, 'wkr_2', 1);
  say(live, 'wkr_3', 1);
  timing.draw();
  expect(drawn).toEqual([0, 3]);
});

type Step = { readonly kind: 'say'; readonly id: string; readonly version: number } | { readonly kind: 'draw' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('say' as const),
    id: fc.constantFrom('wkr_1', 'wkr_2'),
    version: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ kind: fc.constant('draw' as const) }),
);

test('never shows an older state after a newer one, whatever comes late or twice', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const timing = new FakeTiming();
      const live = createLiveStore(timing);
      const seen = new Map<string, number>();
      effect(() => {
        for (const { id, version } of live.workers.value) {
          expect(version).toBeGreaterThanOrEqual(seen.get(id) ?? 0);
          seen.set(id, version);
        }
      });
      for (const next of steps) {
        if (next.kind === 'draw') timing.draw();
        else say(live, next.id, next.version);
      }
      timing.draw();
      const said = steps.flatMap((next) => (next.kind === 'say' ? next : []));
      const highest = Object.fromEntries(
        said.map(({ id }) => [id, Math.max(...said.filter((other) => other.id === id).map(({ version }) => version))]),
      );
      expect(shown(live)).toEqual(highest);
    }),
  );
});

test('a whole snapshot takes away what it does not name, and nothing before it is complete', () => {
  const timing = new FakeTiming();
  const live = createLiveStore(timing);
  live.beginSnapshot();
  say(live, 'wkr_1', 3);
  say(live, 'wkr_2', 1);
  live.endSnapshot('life-1');
  live.beginSnapshot();
  say(live, 'wkr_1', 2);
  timing.draw();
  expect(shown(live)).toEqual({ wkr_1: 3, wkr_2: 1 });
  live.endSnapshot('life-1');
  expect(shown(live)).toEqual({ wkr_1: 3 });
});

test('what comes anew is drawn ever more rarely until it is complete, and none of it is kept waiting for good', () => {
  const timing = new FakeTiming();
  const live = createLiveStore(timing);
  const drawn: number[] = [];
  effect(() => void drawn.push(live.workers.value.length));
  live.beginSnapshot();
  const frames = 40;
  for (let frame = 1; frame <= frames; frame += 1) {
    say(live, `wkr_${frame}`, 1);
    timing.draw();
  }
  expect(drawn).toEqual([0, 1, 3, 7, 15, 31]);
  for (let frame = 0; frame < frames; frame += 1) timing.draw();
  expect(drawn.at(-1)).toBe(frames);
  live.endSnapshot('life-1');
  say(live, 'wkr_0', 1);
  timing.draw();
  expect(drawn.at(-1)).toBe(frames + 1);
});

test('versions of another life of the store count anew', () => {
  const live = createLiveStore(new FakeTiming());
  live.beginSnapshot();
  say(live, 'wkr_1', 9);
  live.endSnapshot('life-1');
  live.beginSnapshot();
  say(live, 'wkr_1', 1);
  live.endSnapshot('life-2');
  expect(shown(live)).toEqual({ wkr_1: 1 });
});

test('an answer of the API is shown at once, unless the stream knows better', () => {
  const timing = new FakeTiming();
  const live = createLiveStore(timing);
  live.take('worker', { id: 'wkr_1', version: 2, view: aWorker({ version: 2 }) });
  expect(live.find('worker', 'wkr_1')?.version).toBe(2);
  say(live, 'wkr_1', 5);
  timing.draw();
  live.take('worker', { id: 'wkr_1', version: 4, view: aWorker({ version: 4 }) });
  expect(live.find('worker', 'wkr_1')?.version).toBe(5);
});

test('a message that is none changes nothing', () => {
  const timing = new FakeTiming();
  const live = createLiveStore(timing);
  for (const data of ['', 'null', '{', '[]', '{"kind":"planet","id":"x"}']) live.receive(data);
  timing.draw();
  expect(live.workers.value).toEqual([]);
});

test('a tab that is never drawn still takes in what comes', () => {
  const live = createLiveStore(new FakeTiming());
  for (let version = 1; version <= 2_000; version += 1) say(live, 'wkr_1', version);
  expect(shown(live)).toEqual({ wkr_1: 2_000 });
});
