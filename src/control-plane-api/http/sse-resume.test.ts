import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeReader, type Received, workerChange, world } from '../testing/sse-harness.ts';

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      worker: fc.constantFrom('a', 'b', 'c'),
      items: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const) }) },
);

/** What a screen does: it keeps the newest it was shown and comes back with the last id it has. */
function play(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) {
  const { feed, connect } = world(3);
  const shown: Received[] = [];
  let connection = connect({ reader: slowReader() });
  let version = 0;
  const cut = (): void => {
    connection.stream.close();
    shown.push(...connection.reader.received);
    const lastEventId = shown.findLast(({ id }) => id !== undefined)?.id;
    connection = connect({ reader: slowReader(), lastEventId });
  };
  for (const next of steps) {
    if (next.do === 'change') {
      version += 1;
      feed.change(...Array.from({ length: next.items }, (_, part) => workerChange(next.worker, version + part / 10)));
    } else if (next.do === 'read') connection.reader.read();
    else {
      if (next.do === 'restore') feed.restart();
      cut();
    }
    if (connection.reader.ended === 'destroyed') cut();
  }
  for (let n = 0; n < 100; n += 1) connection.reader.read();
  return { feed, shown: [...shown, ...connection.reader.received] };
}

function slowReader(): FakeReader {
  const reader = new FakeReader();
  reader.capacity = 2;
  return reader;
}

test('whatever is cut whenever, nobody misses a change or sees an older state after a newer one', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { feed, shown } = play(steps);
      const newest = new Map<unknown, number>();
      for (const { data } of shown) {
        if (typeof data['version'] !== 'number') continue;
        expect(data['version']).toBeGreaterThanOrEqual(newest.get(data['id']) ?? 0);
        newest.set(data['id'], data['version']);
      }
      for (const [id, item] of feed.state) expect([id, newest.get(id)]).toEqual([id, Object(item.data).version]);
    }),
  );
});

test('between two snapshots every change is seen exactly once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { shown } = play(steps);
      const ids = shown.flatMap(({ id, event }) => (id === undefined ? [] : [{ id, event }]));
      for (const [index, { id, event }] of ids.entries()) {
        const before = ids[index - 1];
        if (before === undefined || event === 'snapshot.complete') continue;
        const [epoch, position] = id.split(':').map(Number);
        expect(before.id).toBe(`${epoch}:${(position ?? 0) - 1}`);
      }
    }),
  );
});
