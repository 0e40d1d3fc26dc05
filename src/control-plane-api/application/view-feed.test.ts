import { endedSessionsTold } from '@lcm/core/domain/session';
import { aTemplate, sessionBooked } from '@lcm/core/domain/testing';
import { ok } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../testing/plane.ts';
import { sessions } from './aggregates.ts';
import { serviceActor } from './control-plane.ts';

const options = { operation: 'Test', caller: { actor: serviceActor('scheduler'), correlationId: 'test' } };

test('what a snapshot says of a thing is made once for all readers, and anew when the thing has changed', async () => {
  const { plane, call } = await openTestPlane();
  await furnish(call);
  const items = () => Map.groupBy(plane.state.feed.snapshot().items, ({ subject }) => subject.kind);
  const [first, second] = [items(), items()];
  expect(second.get('template')?.[0]).toBe(first.get('template')?.[0]);
  const { updatedAt: _, ...template } = aTemplate({ description: 'larger' });
  await call('DefineTemplate', template);
  const third = items();
  expect(third.get('template')).toMatchObject([{ data: { view: { description: 'larger' } } }]);
  expect(third.get('definition')?.[0]).toBe(first.get('definition')?.[0]);
});

test('a snapshot tells of sessions that have not ended, and of those that ended lately', async () => {
  const { plane, clock } = await openTestPlane();
  for (const number of [1, 2]) {
    const session = { aggregate: sessions, id: `ses_${number}` };
    await plane.state.streams.change(session, options, (_, at) => ok([sessionBooked(number, { at })]));
  }
  const told = () => plane.state.feed.snapshot().items.map(({ subject }) => subject.id);
  await plane.state.streams.change({ aggregate: sessions, id: 'ses_1' }, options, (_, at) =>
    ok([{ type: 'SessionEnded', status: 'expired', reason: 'no place', at }]),
  );
  clock.step(endedSessionsTold);
  expect(told()).toEqual(['ses_1', 'ses_2']);
  clock.step(1);
  expect(told()).toEqual(['ses_2']);
});

test('what is decided on and what readers are shown is one state in memory', async () => {
  const { plane } = await openTestPlane();
  const session = { aggregate: sessions, id: 'ses_1' };
  await plane.state.streams.change(session, options, (_, at) => ok([sessionBooked(1, { at })]));
  const { state } = await plane.state.streams.load(sessions, 'ses_1');
  expect(state).toBe(plane.state.views.get('session', 'ses_1')?.state);
});

test('a snapshot says how things were when it was taken, however late it is read', async () => {
  const { plane, call } = await openTestPlane();
  await furnish(call);
  const { items } = plane.state.feed.snapshot();
  const { updatedAt: _, ...template } = aTemplate({ description: 'larger' });
  await call('DefineTemplate', template);
  const said = items.find(({ subject }) => subject.kind === 'template');
  expect(said?.data).toMatchObject({ view: { description: aTemplate().description } });
});
