import type { Actor } from '@lcm/core/domain/access';
import { FakeClock, instant } from '@lcm/core/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveItem } from '../application/live-feed.ts';
import { MemoryFeed } from './memory-feed.ts';
import { LiveStream, type StreamEnd, type StreamRequest, type Viewer } from './sse.ts';
import type { Sink } from './sse-outbox.ts';

const manager: Actor = { id: 'manager', name: 'Manager', roles: ['manager'] };
const user: Actor = { id: 'user', name: 'User', roles: ['user'] };
const farOff = instant(1e12);

interface Received {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** A reader with a socket that holds `capacity` messages until it reads. */
class FakeReader implements Sink {
  readonly received: Received[] = [];
  capacity = Number.POSITIVE_INFINITY;
  ended: 'no' | 'ended' | 'destroyed' = 'no';
  #buffer: string[] = [];
  #drained: () => void = () => undefined;

  write(text: string): boolean {
    this.#buffer.push(text);
    if (this.#buffer.length >= this.capacity) return false;
    this.#take();
    return true;
  }

  /** Reads everything that is in the socket. */
  read(): void {
    this.#take();
    this.#drained();
  }

  onDrain(listener: () => void): void {
    this.#drained = listener;
  }

  end(): void {
    this.ended = 'ended';
  }

  destroy(): void {
    this.ended = 'destroyed';
  }

  get lastEventId(): string | undefined {
    return this.received.findLast(({ id }) => id !== undefined)?.id;
  }

  names(): readonly string[] {
    return this.received.map(({ event }) => event);
  }

  #take(): void {
    for (const text of this.#buffer.splice(0)) this.received.push(parse(text));
  }
}

function parse(text: string): Received {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return { event: field('event') ?? '', id: field('id'), data: JSON.parse(field('data') ?? '{}') };
}

function workerChange(id: string, version: number, more: Partial<LiveItem> = {}): Omit<LiveItem, 'id'> {
  return {
    event: 'worker.status.updated',
    subject: { kind: 'worker', id },
    data: { id, version },
    audience: { permission: 'worker:read' },
    ...more,
  };
}

function sessionChange(id: string, owner: string): Omit<LiveItem, 'id'> {
  return {
    event: 'lablet.session.updated',
    subject: { kind: 'session', id },
    data: { id },
    audience: { permission: 'session:all', owner },
  };
}

function world(memory = 5) {
  const feed = new MemoryFeed(memory);
  const clock = new FakeClock();
  const deps = { feed, clock, heartbeatMs: 30_000, backlogLimit: 500 };
  const connect = (more: Partial<StreamRequest> & { reader?: FakeReader } = {}) => {
    const reader = more.reader ?? new FakeReader();
    const viewer: Viewer = more.viewer ?? { actor: manager, expiresAt: farOff };
    const request = {
      workerIds: new Set<string>(),
      eventTypes: new Set<string>(),
      recheck: async () => viewer,
      ...more,
      viewer,
    };
    const stream = new LiveStream(deps, request, reader);
    const over: Promise<StreamEnd> = stream.run();
    return { reader, stream, over };
  };
  return { feed, clock, connect };
}

/** Lets what the stepped clock has woken run to its next wait. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the live stream', () => {
  test('a new reader is greeted, gets everything as it is, then what changes', () => {
    const { feed, connect } = world();
    feed.change(workerChange('wkr_a', 1));
    const { reader } = connect();
    feed.change(workerChange('wkr_a', 2));
    expect(reader.names()).toEqual([
      'connected',
      'worker.status.updated',
      'snapshot.complete',
      'worker.status.updated',
    ]);
    expect(reader.received.map(({ id }) => id)).toEqual([undefined, undefined, '1:1', '1:2']);
  });

  test('a reader who comes back gets exactly what it missed', () => {
    const { feed, connect } = world();
    for (const version of [1, 2, 3]) feed.change(workerChange('wkr_a', version));
    const { reader } = connect({ lastEventId: '1:1' });
    expect(reader.received.map(({ id }) => id)).toEqual([undefined, '1:2', '1:3']);
    expect(reader.received[0]?.data['resumed']).toBe(true);
  });

  test.each([
    '9:1',
    '1:0',
    'nonsense',
    '',
  ])('a reader with the id %j, which is not known any more, gets a snapshot', (id) => {
    const { feed, connect } = world(1);
    for (const version of [1, 2, 3]) feed.change(workerChange('wkr_a', version));
    const { reader } = connect({ lastEventId: id });
    expect(reader.names()).toContain('snapshot.complete');
    expect(reader.received[0]?.data['resumed']).toBe(false);
  });

  test('of several messages of one commit only the last carries the id', () => {
    const { feed, connect } = world();
    const { reader } = connect();
    feed.change(workerChange('wkr_a', 1), workerChange('wkr_a', 1, { event: 'worker.snapshot' }));
    expect(reader.received.slice(-2).map(({ id }) => id)).toEqual([undefined, '1:1']);
  });

  test('measurements come live and carry no id', () => {
    const { feed, connect } = world();
    const { reader } = connect();
    feed.measure(workerChange('wkr_a', 1, { event: 'worker.metrics.updated' }));
    expect(reader.received.at(-1)).toMatchObject({ event: 'worker.metrics.updated', id: undefined });
  });

  test('users see their own sessions and nobody else’s, in the snapshot and after', () => {
    const { feed, connect } = world();
    feed.change(sessionChange('ses_mine', 'user'));
    feed.change(sessionChange('ses_other', 'user2'));
    const { reader } = connect({ viewer: { actor: user, expiresAt: farOff } });
    feed.change(sessionChange('ses_mine', 'user'));
    feed.change(sessionChange('ses_other', 'user2'));
    const seen = reader.received.flatMap(({ data }) => (typeof data['id'] === 'string' ? [data['id']] : []));
    expect(seen).toEqual(['ses_mine', 'ses_mine']);
  });

  test('the filter by worker keeps what concerns no worker', () => {
    const { feed, connect } = world();
    const { reader } = connect({ workerIds: new Set(['wkr_a']) });
    feed.change(workerChange('wkr_a', 1));
    feed.change(workerChange('wkr_b', 1));
    feed.change(sessionChange('ses_1', 'user'));
    feed.change({ ...sessionChange('ses_2', 'user'), workerId: 'wkr_b' });
    expect(reader.received.map(({ data }) => data['id'])).toEqual([undefined, undefined, 'wkr_a', 'ses_1']);
  });

  test('the filter by type takes names and beginnings of names', () => {
    const { feed, connect } = world();
    const { reader } = connect({ eventTypes: new Set(['lablet.*', 'worker.snapshot']) });
    feed.change(workerChange('wkr_a', 1), workerChange('wkr_a', 1, { event: 'worker.snapshot' }));
    feed.change(sessionChange('ses_1', 'user'));
    expect(reader.names().slice(2)).toEqual(['worker.snapshot', 'lablet.session.updated']);
  });

  test('every 30 s a heartbeat tells how far the stream is, even when the reader may see none of it', async () => {
    const { feed, clock, connect } = world();
    const { reader } = connect({ viewer: { actor: user, expiresAt: farOff } });
    feed.change(sessionChange('ses_other', 'user2'));
    clock.step(30_000);
    await settle();
    expect(reader.received.at(-1)).toMatchObject({ event: 'heartbeat', id: '1:1' });
  });

  test('a session that ends is told so, at its end and not at the next change', async () => {
    const { clock, feed, connect } = world();
    const { reader, over } = connect({
      viewer: { actor: user, expiresAt: instant(12_000) },
      recheck: async () => undefined,
    });
    clock.step(12_000);
    expect(await over).toBe('expired');
    expect(reader.names().at(-1)).toBe('auth.session.expired');
    expect(reader.ended).toBe('ended');
    expect(feed.readers).toBe(0);
  });

  test('a role that is taken away ends what may be seen with it', async () => {
    const { clock, feed, connect } = world();
    const { reader } = connect({ recheck: async () => ({ actor: user, expiresAt: farOff }) });
    feed.change(sessionChange('ses_before', 'user2'));
    clock.step(30_000);
    await settle();
    feed.change(sessionChange('ses_after', 'user2'));
    expect(reader.received.flatMap(({ data }) => data['id'] ?? [])).toEqual(['ses_before']);
  });

  test('an identity provider that is down ends no stream before its time', async () => {
    const { clock, connect } = world();
    const down = async (): Promise<never> => {
      throw new Error('down');
    };
    const { reader, over } = connect({ viewer: { actor: user, expiresAt: instant(40_000) }, recheck: down });
    clock.step(30_000);
    await settle();
    expect(reader.ended).toBe('no');
    clock.step(10_000);
    expect(await over).toBe('expired');
  });

  test('a reader who does not read is cut when too much waits, and the others go on', async () => {
    const { feed, connect } = world();
    const lazy = new FakeReader();
    lazy.capacity = 1;
    const { over } = connect({ reader: lazy });
    const { reader: eager } = connect();
    for (let version = 1; version <= 10; version += 1) feed.change(workerChange('wkr_a', version));
    expect(await over).toBe('slow');
    expect(lazy.ended).toBe('destroyed');
    expect(eager.received).toHaveLength(12);
    expect(feed.readers).toBe(1);
  });

  test('a snapshot larger than the limit reaches a reader who takes it in pieces', () => {
    const { feed, connect } = world();
    for (let n = 0; n < 100; n += 1) feed.change(workerChange(`wkr_${n}`, 1));
    const reader = new FakeReader();
    reader.capacity = 1;
    connect({ reader });
    for (let n = 0; n < 110; n += 1) reader.read();
    expect(reader.received).toHaveLength(102);
    expect(reader.ended).toBe('no');
  });

  test('a reader who takes nothing of its snapshot between two heartbeats is cut', async () => {
    const { clock, connect } = world();
    const reader = new FakeReader();
    reader.capacity = 1;
    const { over } = connect({ reader });
    for (let n = 0; n < 2; n += 1) {
      clock.step(30_000);
      await settle();
    }
    expect(await over).toBe('slow');
  });

  test('a stopping server says goodbye and lets go of its readers', async () => {
    const { feed, connect } = world();
    const { reader, stream, over } = connect();
    stream.close('shutdown');
    expect(await over).toBe('shutdown');
    expect(reader.names().at(-1)).toBe('system.sse.shutdown');
    expect(feed.readers).toBe(0);
  });

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
});
