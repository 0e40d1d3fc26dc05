import { instant } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { MemoryFeed } from '../testing/memory-feed.ts';
import { down, FakeReader, farOff, sessionChange, settle, user, workerChange, world } from '../testing/sse-harness.ts';

/** Something changes just while a new reader is being told how things are. */
class BusyFeed extends MemoryFeed {
  override snapshot() {
    this.change(workerChange('wkr_busy', 1));
    return super.snapshot();
  }

  override since(id: string) {
    this.change(workerChange('wkr_busy', 2));
    return super.since(id);
  }
}

/** Few of them make a turn. */
function large(id: string, version: number) {
  return workerChange(id, version, { data: { id, version, view: 'x'.repeat(40_000) } });
}

describe('the live stream', () => {
  test.each([undefined, '1:0'])('what changes while a reader with the id %s connects comes once', (lastEventId) => {
    const { reader } = world(5, new BusyFeed()).connect({ lastEventId });
    expect(reader.names().filter((name) => name === 'worker.status.updated')).toHaveLength(1);
    expect(reader.lastEventId).toBe('1:1');
  });

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
    lazy.read();
    lazy.read();
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

  test('a large snapshot lets others have a turn, and what changes meanwhile comes once and after it', async () => {
    const { clock, feed, connect } = world();
    for (let n = 0; n < 10; n += 1) feed.change(large(`wkr_${n}`, 1));
    const { reader } = connect();
    const atFirst = reader.received.length;
    expect(atFirst).toBeLessThan(6);
    feed.change(workerChange('wkr_0', 2));
    feed.change(workerChange('wkr_9', 2));
    expect(reader.received).toHaveLength(atFirst);
    for (let turn = 0; turn < 10; turn += 1) {
      clock.step(0);
      await settle();
    }
    const versions = Array.from({ length: 10 }, () => 1);
    expect(reader.received.flatMap(({ data }) => data['version'] ?? [])).toEqual([...versions, 2, 2]);
    expect(reader.names().indexOf('snapshot.complete')).toBe(11);
    expect(reader.received.slice(11).map(({ id }) => id)).toEqual(['1:10', '1:11', '1:12']);
    expect(reader.received[11]?.data).toEqual({ items: 10 });
  });

  test('of a snapshot only what the reader can take is put into words', () => {
    const { feed, connect } = world();
    const made: string[] = [];
    for (const id of ['wkr_a', 'wkr_b', 'wkr_c']) {
      feed.state.set(id, {
        ...workerChange(id, 1),
        get data() {
          made.push(id);
          return { id };
        },
      });
    }
    const reader = new FakeReader();
    reader.capacity = 1;
    connect({ reader });
    expect(made).toEqual([]);
    reader.read();
    reader.read();
    expect(made).toEqual(['wkr_a', 'wkr_b']);
  });

  test('a reader who leaves in the middle of a snapshot is sent nothing more of it', async () => {
    const { clock, feed, connect } = world();
    for (let n = 0; n < 10; n += 1) feed.change(large(`wkr_${n}`, 1));
    const { reader, stream, over } = connect();
    const atFirst = reader.received.length;
    stream.close();
    clock.step(0);
    expect(await over).toBe('closed');
    expect(reader.received).toHaveLength(atFirst);
  });

  test('a reader who is still being told how things are may have more waiting', () => {
    const { feed, connect } = world();
    const reader = new FakeReader();
    reader.capacity = 1;
    connect({ reader });
    for (let version = 1; version <= 10; version += 1) feed.change(workerChange('wkr_a', version));
    expect(reader.ended).toBe('no');
    for (let version = 11; version <= 100; version += 1) feed.change(workerChange('wkr_a', version));
    expect(reader.ended).toBe('destroyed');
  });

  test('what cannot be put into words ends the stream that wanted it, and no other', async () => {
    const { feed, connect } = world();
    const { reader: other } = connect();
    feed.state.set('wkr_a', {
      ...workerChange('wkr_a', 1),
      get data(): object {
        throw new Error('it does not fit its schema');
      },
    });
    const reader = new FakeReader();
    reader.capacity = 1;
    const { over } = connect({ reader });
    reader.read();
    await expect(over).rejects.toThrow('it does not fit its schema');
    expect([reader.ended, other.ended, feed.readers]).toEqual(['ended', 'no', 1]);
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
});
