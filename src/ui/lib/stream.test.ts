import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeSource } from '../testing/fake-source.ts';
import { FakeTiming } from '../testing/fake-timing.ts';
import { backoffMs, createStream, silenceMs } from './stream.ts';

function world(signedIn = true) {
  const timing = new FakeTiming();
  const sources: FakeSource[] = [];
  const heard: string[] = [];
  const stream = createStream({
    open: (lastEventId) => {
      const source = new FakeSource(lastEventId);
      sources.push(source);
      return source;
    },
    timing,
    random: () => 0.5,
    signedIn: async () => signedIn,
    eventNames: ['worker.snapshot'],
    onConnected: (resumed) => heard.push(resumed ? 'resumed' : 'anew'),
    onSnapshotComplete: (epoch) => heard.push(`complete in ${epoch}`),
    onMessage: (data) => heard.push(data),
  });
  stream.start();
  const newest = (): FakeSource => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error('never opened');
    return source;
  };
  return { timing, sources, heard, stream, newest };
}

test('is connecting until the server has said a word', () => {
  const { stream, newest } = world();
  expect(stream.connection.value.state).toBe('connecting');
  newest().say('connected');
  expect(stream.connection.value).toMatchObject({ state: 'connected', attempt: 0, lastHeardAt: 0 });
});

test('passes on messages and the epoch of a complete snapshot', () => {
  const { heard, newest } = world();
  newest().say('connected', { resumed: false });
  newest().say('worker.snapshot', { id: 'a' });
  newest().say('snapshot.complete', {}, 'life-1:12');
  expect(heard).toEqual(['anew', '{"id":"a"}', 'complete in life-1']);
});

test('a lost connection is opened again later, from the last id on', () => {
  const { sources, stream, newest, timing } = world();
  newest().say('heartbeat', {}, 'life-1:7');
  newest().fail();
  expect(stream.connection.value).toMatchObject({ state: 'reconnecting', attempt: 1, retryAt: backoffMs(1, 0.5) });
  expect(sources).toHaveLength(1);
  timing.step(backoffMs(1, 0.5));
  expect(sources.map(({ lastEventId, closed }) => [lastEventId, closed])).toEqual([
    [undefined, true],
    ['life-1:7', false],
  ]);
});

test('a server that stays away is disconnected, then tried ever more rarely, and forgiven at its first word', () => {
  const { stream, newest, timing } = world();
  for (const _ of [1, 2, 3]) {
    newest().fail();
    timing.step(60_000);
  }
  expect(stream.connection.value).toMatchObject({ state: 'disconnected', attempt: 3 });
  newest().say('connected');
  expect(stream.connection.value).toMatchObject({ state: 'connected', attempt: 0 });
});

test('silence for more than two heartbeats is a loss', () => {
  const { sources, stream, newest, timing } = world();
  newest().say('heartbeat');
  timing.step(silenceMs - 1);
  expect(stream.connection.value.state).toBe('connected');
  timing.step(1);
  expect(stream.connection.value.state).toBe('reconnecting');
  expect(sources[0]?.closed).toBe(true);
});

test('what an old connection still says is not heard', () => {
  const { sources, heard, newest, timing } = world();
  newest().fail();
  timing.step(60_000);
  sources[0]?.say('worker.snapshot', { id: 'late' });
  expect(heard).toEqual([]);
});

test('an ended login is not tried again', async () => {
  const { sources, stream, newest, timing } = world(false);
  newest().fail();
  await Promise.resolve();
  await Promise.resolve();
  timing.step(600_000);
  expect(stream.connection.value.state).toBe('error');
  expect(sources).toHaveLength(1);
});

test('a login that the server ends is not tried again', () => {
  const { sources, stream, newest, timing } = world();
  newest().say('auth.session.expired');
  timing.step(600_000);
  expect(stream.connection.value.state).toBe('error');
  expect(sources).toHaveLength(1);
});

test('a stopping server is left and another connection tried', () => {
  const { sources, newest, timing } = world();
  newest().say('connected');
  newest().say('system.sse.shutdown');
  timing.step(60_000);
  expect(sources.length).toBeGreaterThan(1);
});

test('waiting grows with failures, is never over half a minute and never under a quarter of a second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const wait = backoffMs(attempt, random);
      expect(wait).toBeLessThanOrEqual(30_000);
      expect(wait).toBeGreaterThanOrEqual(250);
      expect(backoffMs(attempt + 1, random)).toBeGreaterThanOrEqual(wait);
    }),
  );
});
