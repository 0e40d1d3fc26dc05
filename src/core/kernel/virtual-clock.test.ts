import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.ts';
import { instant, SeededRandom, VirtualClock } from './index.ts';

test('a heap gives its items in order, whatever came in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new Heap<number>((one, other) => one < other);
      for (const number of numbers) heap.push(number);
      const out = numbers.map(() => heap.pop());
      expect(out).toEqual(numbers.toSorted((one, other) => one - other));
    }),
  );
});

test('sleepers wake in order of their time, each after what the one before it did', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const sleeper = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    seen.push(`${name} at ${clock.monotonic()}`);
  };
  void sleeper('b', 20);
  void sleeper('a', 10);
  void sleeper('c', 20);
  await clock.advance(20);
  expect(seen).toEqual(['a at 10', 'b at 20', 'c at 20']);
});

test('time stops where it was told to, even when nobody was asleep', async () => {
  const clock = new VirtualClock({ start: 1_000 });
  await clock.run({ until: instant(1_500) });
  expect([clock.now(), clock.monotonic()]).toEqual([1_500, 500]);
});

test('an aborted sleep ends at once and is forgotten', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const slept = clock.sleep(1_000, stop.signal);
  stop.abort();
  await slept;
  expect([clock.monotonic(), clock.sleeping]).toEqual([0, 0]);
});

test('waiting for what cannot come is an error, not a hang', async () => {
  const clock = new VirtualClock();
  await expect(clock.run({ until: () => false })).rejects.toThrow('nobody is asleep');
});

test('sleepers of one time wake in an order that depends on the seed alone', async () => {
  const orders = await Promise.all([1, 1, 2, 3].map(wakingOrder));
  expect(orders[0]).toBe(orders[1]);
  expect(new Set(orders).size).toBeGreaterThan(1);
});

test('many thousand wake-ups keep their order', async () => {
  const clock = new VirtualClock();
  const random = new SeededRandom(7);
  let wakes = 0;
  const walk = async (): Promise<void> => {
    for (let step = 0; step < 500; step += 1) {
      await clock.sleep(1 + Math.floor(random.next() * 100));
      wakes += 1;
    }
  };
  const walks = Promise.all(Array.from({ length: 100 }, walk));
  await clock.run({ until: () => wakes === 50_000 });
  await walks;
  expect(clock.sleeping).toBe(0);
});

async function wakingOrder(seed: number): Promise<string> {
  const clock = new VirtualClock({ shuffle: new SeededRandom(seed) });
  const order: number[] = [];
  for (let index = 0; index < 8; index += 1) void clock.sleep(5).then(() => order.push(index));
  await clock.advance(5);
  return order.join('');
}
