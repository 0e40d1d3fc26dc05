import { SessionId } from '@lcm/core/domain/session';
import { CmlError } from '@lcm/core/ports/cml';
import { CoordinationError } from '@lcm/core/ports/coordination';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptWorld } from '../testing/kept-world.ts';
import { sessionId } from '../testing/world.ts';

const minute = 60_000;
const initial = [
  { label: 'R1', configuration: 'hostname R1\n' },
  { label: 'R2', configuration: 'hostname R2\n' },
];

describe('the work of a session', () => {
  test('is kept every few minutes, and what is found again is no event but known to be so', async () => {
    const kept = await keptWorld();
    await kept.live(4);
    const { clock } = kept.world;
    expect(kept.events).toHaveLength(1);
    expect(await kept.kept()).toEqual(initial);
    await kept.live(20);
    expect(kept.events).toHaveLength(1);
    const { keptAt = 0 } = (await kept.round()) ?? {};
    expect(clock.now() - keptAt).toBeLessThanOrEqual(5 * minute);
    expect(kept.world.session.saved?.at).toBeLessThan(keptAt - 15 * minute);
  });

  test('is written down once an hour all the same, for who has nothing but the history', async () => {
    const kept = await keptWorld();
    await kept.live(4 * 60);
    expect(kept.events).toHaveLength(4);
    expect(new Set(kept.events.map(({ saved }) => saved.key)).size).toBe(1);
  });

  test('is kept anew when somebody has done something, and what that makes superfluous is removed', async () => {
    const kept = await keptWorld();
    await kept.live(6);
    for (const turn of [1, 2, 3]) {
      kept.type('R1', `hostname TURN${turn}\n`);
      await kept.live(5);
    }
    await kept.live(6);
    expect(kept.events.length).toBeGreaterThanOrEqual(4);
    expect(await kept.kept()).toMatchObject([{ configuration: 'hostname TURN3\n' }, {}]);
    const { saved, replaced } = kept.world.session;
    expect(await kept.stored()).toEqual([...(replaced ?? []), saved?.key]);
    expect(replaced).toHaveLength(1);
  });

  test('that is as it was once before is still there', async () => {
    const kept = await keptWorld();
    await kept.live(6);
    const before = kept.world.session.saved?.key;
    kept.type('R1', 'hostname OTHER\n');
    await kept.live(5);
    kept.world.labs.typed.clear();
    await kept.live(5);
    expect(kept.world.session.saved?.key).toBe(before);
    await kept.live(6);
    expect(await kept.kept()).toEqual(initial);
  });

  test('is not kept where nobody can work, or the settings say never', async () => {
    const kept = await keptWorld();
    const { world } = kept;
    const changes = [{ name: 'sessions.keepMinutes', from: 5, to: 0 }] as const;
    const at = world.clock.now();
    world.controlPlane.settings.append('default', [{ type: 'SettingsChanged', changes, reason: 'so', by: 'ana', at }]);
    await kept.live(30);
    expect(kept.because).toBe('work is not kept, by the settings');
    world.controlPlane.settings.append('default', [
      { type: 'SettingsChanged', changes: [{ ...changes[0], to: 2 }], reason: 'so', by: 'ana', at },
    ]);
    world.commit({ type: 'SessionHostLost', reason: 'its host is gone', at });
    await kept.live(30);
    expect(kept.events).toEqual([]);
  });
});

describe('a round that does not give everything', () => {
  test('keeps of a node that cannot be read what it had, and says since when', async () => {
    const kept = await keptWorld();
    await kept.live(5);
    const seenAt = (await kept.round())?.keptAt;
    kept.world.labs.unread.set('R2', { reason: 'it is STOPPED', mayPass: false });
    kept.type('R1', 'hostname MINE\n');
    kept.type('R2', 'what the lab began with\n');
    await kept.live(30);
    expect(await kept.kept()).toEqual([
      { label: 'R1', configuration: 'hostname MINE\n' },
      { ...initial[1], asOf: new Date(seenAt ?? 0).toISOString() },
    ]);
    expect(kept.events.at(-1)).toMatchObject({ unread: ['R2'] });
    expect(kept.events).toHaveLength(2);
    expect(await kept.round()).toMatchObject({ unread: [{ node: 'R2', reason: 'it is STOPPED', asOf: seenAt }] });
    kept.world.labs.unread.clear();
    await kept.live(6);
    expect(kept.events.at(-1)).toMatchObject({ unread: [] });
  });

  test.each([
    ['CML does not answer', new CmlError('unreachable', 'CML extract: no answer')],
    ['CML refuses', new CmlError('refused', 'not now')],
  ])('leaves what was kept, says so, and is soon tried again: %s', async (_, error) => {
    const kept = await keptWorld();
    await kept.live(5);
    const before = kept.world.session.saved;
    let asked = 0;
    const { labs } = kept.world;
    const extract = labs.extractConfigurations.bind(labs);
    labs.extractConfigurations = async () => {
      asked += 1;
      throw error;
    };
    await kept.live(10);
    expect(asked).toBeGreaterThanOrEqual(5);
    expect(kept.world.session.saved).toEqual(before);
    expect(await kept.round()).toMatchObject({ trouble: error.message, keptAt: before?.at });
    labs.extractConfigurations = extract;
    await kept.live(2);
    expect(await kept.round()).not.toHaveProperty('trouble');
  });

  test('in which no node could be read at all is none', async () => {
    const kept = await keptWorld();
    await kept.live(5);
    for (const label of ['R1', 'R2']) kept.world.labs.unread.set(label, { reason: 'it is QUEUED', mayPass: true });
    await kept.live(10);
    expect(kept.events).toHaveLength(1);
    expect(await kept.round()).toMatchObject({ trouble: 'no node could be read' });
  });

  test('is still kept while nobody can be told of it', async () => {
    const kept = await keptWorld();
    kept.coordination.grant = async () => {
      throw new CoordinationError('etcd is away');
    };
    kept.type('R1', 'hostname MINE\n');
    await kept.live(6);
    expect(await kept.kept()).toMatchObject([{ configuration: 'hostname MINE\n' }, {}]);
    expect(await kept.round()).toBeUndefined();
  });
});

test('of one host one lab is read at a time', async () => {
  const kept = await keptWorld();
  const { world } = kept;
  const other = SessionId.parse('ses_2');
  for (const event of world.controlPlane.sessions.events.slice()) {
    world.controlPlane.sessions.append(other, [event.type === 'SessionBooked' ? { ...event, id: other } : event]);
  }
  world.clock.step(6 * minute);
  const { promise, resolve } = Promise.withResolvers<void>();
  const extract = world.labs.extractConfigurations.bind(world.labs);
  world.labs.extractConfigurations = async (id) => {
    await promise;
    return extract(id);
  };
  const { signal } = new AbortController();
  const first = kept.reconciler.reconcile(sessionId, signal);
  expect(await kept.reconciler.reconcile(other, signal)).toMatchObject({ because: 'another lab of its host is read' });
  resolve();
  await first;
  expect(kept.events).toHaveLength(1);
});

test('who takes over goes on where the other has stopped', async () => {
  const kept = await keptWorld();
  await kept.live(6);
  const before = await kept.round();
  kept.restart();
  await kept.live(2);
  expect(await kept.round()).toEqual(before);
});

test('what was kept before a reset does not count after it, though the nodes run the same', async () => {
  const kept = await keptWorld();
  const { world } = kept;
  await kept.live(6);
  const at = world.clock.now();
  world.commit({ type: 'SessionResetStarted', reason: 'begin anew', by: 'user', at });
  world.commit({ type: 'SessionResumed', cause: 'reset', at });
  await kept.live(10);
  expect(kept.events.map(({ saved }) => saved.key)).toEqual([kept.put[0], kept.put[0]]);
});

test('wherever the controller dies, what was typed is kept, and nothing that is referred to is missing', async () => {
  const point = fc.record({ kind: fc.constantFrom('call', 'sent', 'heard'), nth: fc.integer({ min: 1, max: 12 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(point, { maxLength: 4 }), async (deaths) => {
      const kept = await keptWorld();
      const { world } = kept;
      for (const [turn, { kind, nth }] of deaths.entries()) {
        kept.type('R1', `hostname TURN${turn}\n`);
        if (kind === 'call') dieAtCall(kept, nth);
        else world.dieAtReport(nth, kind === 'heard');
        await kept.live(7);
      }
      kept.type('R2', 'hostname LAST\n');
      kept.restart();
      await kept.live(12);
      expect(await kept.kept()).toMatchObject([{}, { label: 'R2', configuration: 'hostname LAST\n' }]);
      const { saved, replaced = [] } = world.session;
      expect(new Set([saved?.key, ...replaced])).toEqual(new Set(referred(await kept.stored(), kept.events)));
    }),
    { numRuns: 60 },
  );
});

type Kept = Awaited<ReturnType<typeof keptWorld>>;

function dieAtCall(kept: Kept, nth: number): void {
  let calls = 0;
  kept.world.labs.hook = () => {
    calls += 1;
    if (calls !== nth) return;
    kept.restart();
    throw new Error('the process died');
  };
}

/** Of what is stored, what was ever said to be kept: who died before saying so has left something that nobody knows. */
function referred(stored: readonly string[], events: Kept['events']): readonly string[] {
  const said = events.map(({ saved }) => saved.key);
  return stored.filter((key) => said.includes(key));
}
