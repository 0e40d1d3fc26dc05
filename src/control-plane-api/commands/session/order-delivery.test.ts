import type { SessionEvent } from '@lcm/core/domain/session';
import { aSession, testNow as at, sessionBooked } from '@lcm/core/domain/testing';
import { instant, ok } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { openTestPlane } from '../../testing/plane.ts';

const { id: sessionId } = aSession();
const ada = { actor: { id: 'ada', name: 'Ada', roles: ['admin'] }, correlationId: 'test' } as const;
const max = { role: 'manager', id: 'max' } as const;
const of = { pipeline: 'instantiate', step: 'provision_delivery', message: 'done', at } as const;
const delivered: readonly SessionEvent[] = [
  sessionBooked(),
  { type: 'SessionInstantiationStarted', at },
  { type: 'SessionStepDone', ...of, output: { delivery: { id: '7' } } },
  { type: 'SessionReady', at },
];

async function world() {
  const opened = await openTestPlane();
  const commit = async (...events: SessionEvent[]): Promise<void> => {
    const subject = { aggregate: sessions, id: sessionId };
    await opened.plane.state.streams.change(subject, { operation: 'Test', caller: ada }, () => ok(events));
  };
  await commit(...delivered, { type: 'SessionStarted', at });
  const session = () => opened.views.get('session', sessionId);
  return { ...opened, commit, session };
}

test('an operator’s order is what is wanted from then on, with who wants it and why', async () => {
  const { call, session } = await world();
  const answer = await call('PauseDelivery', { sessionId, reason: 'a fire drill' }, max);
  const deliveryOrder = { order: 'pause', by: 'max', reason: 'a fire drill', at };
  expect(answer).toMatchObject({ ok: true });
  expect(session()?.state).toMatchObject({ status: 'running', deliveryOrder });
  expect(session()?.state.suspensions).toBeUndefined();
});

test('wanting the same again changes nothing, and the last order counts', async () => {
  const { call, session, clock } = await world();
  await call('PauseDelivery', { sessionId }, max);
  const version = session()?.version;
  clock.step(1000);
  await call('PauseDelivery', { sessionId }, max);
  expect(session()?.version).toBe(version);
  await call('EndDelivery', { sessionId }, max);
  expect(session()?.state.deliveryOrder).toMatchObject({
    order: 'end',
    reason: 'ended by max',
    at: instant(at + 1000),
  });
});

test('owners order nothing, and what makes no sense is refused with words', async () => {
  const { call, commit } = await world();
  expect(await call('PauseDelivery', { sessionId }, { role: 'user', id: 'uma' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
  expect(await call('ResumeDelivery', { sessionId }, max)).toMatchObject({
    rejection: { code: 'session.not-paused', message: 'It is not paused.' },
  });
  expect(await call('ArchiveDelivery', { sessionId }, max)).toMatchObject({
    rejection: {
      code: 'session.wrong-state',
      message: 'A session that is running cannot have its delivery archived yet.',
    },
  });
  await commit({ type: 'SessionCollectionStarted', reason: 'time is up', at });
  expect(await call('EndDelivery', { sessionId }, max)).toMatchObject({ rejection: { code: 'session.wrong-state' } });
});

test('whatever ends a session closes its pause and overtakes what was ordered', async () => {
  const { call, commit, session } = await world();
  await call('PauseDelivery', { sessionId }, max);
  await commit({ type: 'SessionSuspended', cause: 'candidate', reason: 'the candidate paused', at });
  await commit({ type: 'SessionStopping', outcome: { result: 'terminated', reason: 'asked' }, at: instant(at + 5) });
  expect(session()?.state.suspensions).toMatchObject([{ until: at + 5 }]);
  expect(await call('ResumeDelivery', { sessionId }, max)).toMatchObject({ ok: false });
});
