import { SessionId } from '@lcm/core/domain/session';
import { sessionBooked } from '@lcm/core/domain/testing';
import { ok } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { openTestPlane } from '../../testing/plane.ts';

const sessionId = SessionId.parse('ses_1');
const uma = { role: 'user', id: 'uma' } as const;
const caller = { actor: { id: 'test', name: 'test', roles: ['admin'] as const }, correlationId: 'test' };

test('whoever had a session says how it was, and operators read it', async () => {
  const { call, plane, clock } = await openTestPlane();
  const at = clock.now();
  await plane.state.streams.change({ aggregate: sessions, id: sessionId }, { operation: 'Test', caller }, () =>
    ok([sessionBooked(), { type: 'SessionStarted', at }, { type: 'SessionArchived', at }]),
  );
  const given = { sessionId, rating: 2, comment: 'The console of R2 was slow' };
  expect(await call('GiveFeedback', given, { role: 'user', id: 'eve' })).toMatchObject({
    rejection: { code: 'session.unknown' },
  });
  expect(await call('GiveFeedback', given, { role: 'manager', id: 'mia' })).toMatchObject({
    rejection: { code: 'session.not-owner' },
  });
  expect(await call('GiveFeedback', { ...given, rating: 6 }, uma)).toMatchObject({ ok: false });
  expect(await call('GiveFeedback', given, uma)).toMatchObject({ ok: true });
  expect(await call('GetSession', { sessionId }, { role: 'manager', id: 'mia' })).toMatchObject({
    value: { body: { feedback: { rating: 2, comment: 'The console of R2 was slow' } } },
  });
});
