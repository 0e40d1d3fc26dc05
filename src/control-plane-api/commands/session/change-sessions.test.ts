import { History } from '@lcm/core/contracts/history';
import { SessionId } from '@lcm/core/domain/session';
import { sessionBooked } from '@lcm/core/domain/testing';
import { beforeEach, expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { type LabPlane, openLabPlane } from '../../testing/lab-plane.ts';

const uma = { role: 'user', id: 'uma' } as const;
const manager = { role: 'manager' } as const;
const [mine, other] = [SessionId.parse('ses_1'), SessionId.parse('ses_2')];

let on: LabPlane;

beforeEach(async () => {
  on = await openLabPlane();
  await on.commit(sessions, mine, [sessionBooked(1)]);
  await on.commit(sessions, other, [sessionBooked(2, { ownerId: 'otto' })]);
});

test('one order ends many sessions, each once and in its own name, and leaves out what is not one’s own', async () => {
  const order = { sessionIds: [mine, other, mine], action: 'terminate', reason: 'no longer needed' };
  expect(await on.answer('ChangeSessions', order, uma)).toEqual({
    items: [
      { sessionId: mine, done: true, message: 'ends' },
      { sessionId: other, done: false, code: 'session.unknown', message: `There is no session ${other}.` },
    ],
  });
  const history = History.parse(await on.answer('GetHistory', { kind: 'session', id: mine }, manager));
  expect(history.items.slice(1)).toMatchObject([{ operation: 'TerminateSession', by: { id: 'uma' } }]);
  expect(await on.answer('GetSession', { sessionId: other }, manager)).toMatchObject({ status: 'pending' });
});

test('whoever may not requeue one session may not requeue many', async () => {
  const order = { sessionIds: [mine], action: 'requeue' };
  expect(await on.refusal('ChangeSessions', order, uma)).toMatch(/^access.denied/);
  expect(await on.answer('ChangeSessions', order, manager)).toMatchObject({ items: [{ done: true }] });
});

test('an extension of many says by how much', async () => {
  const order = { sessionIds: [mine], action: 'extend' };
  expect(await on.refusal('ChangeSessions', order, manager)).toMatch(/^session.no-minutes/);
  expect(await on.answer('ChangeSessions', { ...order, minutes: 5 }, manager)).toMatchObject({
    items: [{ done: false, code: 'session.wrong-state' }],
  });
});
