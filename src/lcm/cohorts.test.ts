import { demoDefinition } from '@lcm/control-plane-api/testing/plane';
import { minute, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expectAllOrNone,
  mostPlaces as most,
  cohortStart as start,
  furnishedCohortWorld as world,
} from './testing/cohort-world.ts';
import { dying } from './testing/dying.ts';

const settings = defaultPlacementSettings;

/** The n-th reservation is refused, as when something has happened on the worker since one looked. */
function refusing(plane: ControlPlane, at: number): ControlPlane {
  let reserved = 0;
  const send: ControlPlane['send'] = async (name, input, options) => {
    if (name === 'ReserveCapacity') reserved += 1;
    const isRefused = name === 'ReserveCapacity' && reserved === at;
    if (isRefused) return { ok: false, rejection: { code: 'worker.no-room', message: 'no room any more' } };
    return plane.send(name, input, options);
  };
  return {
    heardOf: (news) => plane.heardOf(news),
    licenseToken: (id) => plane.licenseToken(id),
    list: (kind) => plane.list(kind),
    get: (kind, id) => plane.get(kind, id),
    send,
  };
}

describe('a cohort that needs all of its seats', () => {
  test('wherever the scheduler dies, at the end all seats have a confirmed place or none has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ at: fc.integer({ min: 1, max: 30 }), again: fc.integer({ min: 1, max: 12 }) }),
        fc.boolean(),
        fc.integer({ min: 1, max: most + 2 }),
        async ({ at, again }, isHeard, seats) => {
          const opened = await world();
          await opened.book({ seats });
          const { plane, look, clock } = opened;
          await look(dying(plane.forService('scheduler'), { at, isHeard }), 1).catch(() => undefined);
          await look(dying(plane.forService('scheduler'), { at: again, isHeard: !isHeard }), 2).catch(() => undefined);
          await look(undefined, 3);
          clock.step(settings.confirmWithinMs);
          await look(undefined, 3);
          expectAllOrNone(opened);
          const status = seats <= most ? 'scheduled' : 'pending';
          expect(opened.sessions().every((session) => session.status === status)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('gives back what it has when one worker refuses, and is placed at the next look', async () => {
    const opened = await world();
    await opened.book({ seats: most });
    await opened.look(refusing(opened.plane.forService('scheduler'), 2));
    expect(opened.claims()).toEqual([]);
    expect(opened.sessions().every(({ status }) => status === 'pending')).toBe(true);
    await opened.look();
    expectAllOrNone(opened);
    expect(opened.sessions().every(({ status }) => status === 'scheduled')).toBe(true);
  });

  test('reserves the places on a worker in one commit', async () => {
    const { book, look, views } = await world();
    await book({ seats: 4 });
    await look();
    const [worker] = views.list('worker');
    // Planned, reserved, and four confirmations.
    expect(worker?.version).toBe(6);
  });

  test('is told how many would fit, and from when all of them do', async () => {
    const { book, look, call } = await world();
    await book({ seats: most });
    await look();
    const answer = await book({ seats: 3, name: 'Second class' });
    await look();
    const cohortId = answer.ok && 'body' in answer.value ? Object(answer.value.body).id : undefined;
    const dry = await call('DryRunCohort', { definitionId: demoDefinition, name: 'Dry', start, seats: 3 });
    expect(dry).toMatchObject({ value: { body: { placed: false, seats: { fit: 0, of: 3 } } } });
    const view = await call('GetCohort', { cohortId });
    expect(view).toMatchObject({
      value: { body: { waiting: 3, placed: 0, verdict: { seats: { fit: 0, of: 3 }, workers: [{}, {}] } } },
    });
    const earliest = view.ok && 'body' in view.value ? Object(view.value.body).verdict.earliestStart : undefined;
    const later = { definitionId: demoDefinition, name: 'Dry', start: earliest, seats: 3 };
    expect(await call('DryRunCohort', later)).toMatchObject({ value: { body: { placed: true } } });
    const sooner = { ...later, start: toIso(instant(Date.parse(String(earliest)) - minute)) };
    expect(await call('DryRunCohort', sooner)).toMatchObject({ value: { body: { placed: false } } });
  });

  test('is not held up by a seat that was ended, and a seat that loses its place later looks for one by itself', async () => {
    const { book, look, sessions, call } = await world();
    await book({ seats: 5 });
    const [first] = sessions();
    await call('TerminateSession', { sessionId: first?.id });
    await look();
    const placed = sessions().filter(({ status }) => status === 'scheduled');
    expect(placed).toHaveLength(4);
    await call('RequeueSession', { sessionId: placed[0]?.id });
    await look();
    expect(sessions().filter(({ status }) => status === 'scheduled')).toHaveLength(4);
  });
});

test('as many as possible are placed, and the others are told why not', async () => {
  const { book, look, sessions } = await world();
  await book({ seats: most + 2, mode: 'as-many-as-possible' });
  await look();
  const [placed, waiting] = [
    sessions().filter(({ status }) => status === 'scheduled'),
    sessions().filter(({ status }) => status === 'pending'),
  ];
  expect([placed.length, waiting.length]).toEqual([most, 2]);
  expect(waiting.every(({ verdict }) => verdict?.placed === false)).toBe(true);
});

describe('a cohort is refused', () => {
  test.each<[string, object, string]>([
    ['without a number of seats', {}, 'cohort.invalid'],
    ['with more owners than seats', { seats: 1, ownerIds: ['uma', 'oto'] }, 'cohort.invalid'],
    ['for a time that has passed', { seats: 1, start: toIso(instant(testNow - minute)) }, 'session.in-the-past'],
    ['to who may not book for others', { seats: 1, as: 'user' }, 'access.denied'],
  ])('%s', async (_, { as = 'manager', ...fields }: { as?: 'user' | 'manager' }, code) => {
    const { call, sessions } = await world();
    const asked = { definitionId: demoDefinition, name: 'Class', start, ...fields };
    expect(await call('BookCohort', asked, { role: as })).toMatchObject({ ok: false, rejection: { code } });
    expect(sessions()).toEqual([]);
  });
});

test('its owners have a seat each, and those beyond them are the manager’s', async () => {
  const { book, sessions } = await world();
  await book({ ownerIds: ['uma', 'oto'], seats: 3 });
  expect(sessions().map(({ ownerId, name }) => `${name} ${ownerId}`)).toEqual([
    'Class 1 uma',
    'Class 2 oto',
    'Class 3 mia',
  ]);
});
