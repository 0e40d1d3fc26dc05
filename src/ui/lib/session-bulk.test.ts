import { SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { admin, aSession, minutes, noon, user } from '../testing/fixtures.ts';
import type { Api } from './api.ts';
import type { BulkResult } from './bulk.ts';
import { bulkFaultOf, consequenceOf, endOf, endOfAll, planBulk, sessionRunner, whyNotBulk } from './session-bulk.ts';
import type { Session } from './views.ts';

function session(number: number, changes: Partial<Session> = {}): Session {
  return aSession({ id: SessionId.parse(`ses_${number}`), ...changes });
}

test('sessions are ended for those who may, the others are left out and it says why', () => {
  const mine = session(1, { status: 'running' });
  const other = session(2, { ownerId: 'other', status: 'running' });
  const over = session(3, { status: 'archived' });
  const plan = planBulk({ actor: user, now: noon }, 'terminate', [mine, other, over]);
  expect(plan.can).toMatchObject([{ item: { id: 'ses_1' }, impact: expect.stringContaining('cut off') }]);
  expect(plan.cannot.map(({ item, why }) => `${item.id}: ${why}`)).toEqual([
    'ses_2: It belongs to somebody else. Needs the role manager or admin',
    'ses_3: Not possible while it is archived',
  ]);
  expect(planBulk({ actor: admin, now: noon }, 'terminate', [mine, other, over]).can).toHaveLength(2);
});

test('what ending it means depends on how far it has come', () => {
  expect(endOf({ status: 'pending' })).toContain('no place yet');
  expect(endOf({ status: 'scheduled' })).toContain('given back');
  expect(endOf({ status: 'ready' })).toContain('wiped and deleted');
  expect(endOf({ status: 'grading' })).toContain('cut off');
});

test('what ending many means is told in one sentence, the worst first', () => {
  const sessions = [
    { status: 'scheduled' },
    { status: 'running' },
    { status: 'ready' },
    { status: 'running' },
  ] as const;
  expect(endOfAll(sessions)).toBe(
    '2 candidates are cut off in the middle of their work; 1 prepared lab is wiped and deleted; ' +
      '1 booking not begun yet is given up. This cannot be undone.',
  );
});

test('more time is for those that their definition allows it, in words of when they end', () => {
  const timeslot = { start: minutes(-30), end: minutes(30) };
  const { definition } = aSession();
  const short = session(1, { status: 'running', timeslot, definition: { ...definition, maxDurationMinutes: 90 } });
  const full = session(2, { status: 'running', timeslot, definition: { ...definition, maxDurationMinutes: 60 } });
  const plan = planBulk({ actor: user, now: noon }, 'extend', [short, full, session(3)]);
  expect(plan.can).toMatchObject([{ item: { id: 'ses_1' }, impact: expect.stringContaining('30 min more') }]);
  expect(plan.cannot.map(({ why }) => why)).toEqual([
    'It has all the time that its definition allows',
    'Not possible while it is pending',
  ]);
  expect(consequenceOf('extend', [short])).toContain('Nobody is moved');
});

test('a place is given up only by operators, and only before it is being prepared', () => {
  const scheduled = session(1, { status: 'scheduled' });
  expect(whyNotBulk({ actor: user, now: noon }, 'requeue', scheduled)).toBe('Needs the role manager or admin');
  expect(whyNotBulk({ actor: admin, now: noon }, 'requeue', scheduled)).toBeUndefined();
  expect(whyNotBulk({ actor: admin, now: noon }, 'requeue', session(2))).toBe('Not possible while it is pending');
  const plan = planBulk({ actor: admin, now: noon }, 'requeue', [scheduled]);
  expect(plan.can).toMatchObject([{ impact: 'Gives back its place on its worker.' }]);
  expect(consequenceOf('requeue', [scheduled])).toContain('waits');
});

test('an order to many is given when it says what it needs', () => {
  expect(bulkFaultOf('terminate', { reason: ' ', minutes: 15 })).toMatch(/^Say why/);
  expect(bulkFaultOf('extend', { reason: '', minutes: 0 })).toMatch(/^By a whole number/);
  expect(bulkFaultOf('extend', { reason: '', minutes: 15 })).toBeUndefined();
  expect(bulkFaultOf('requeue', { reason: '', minutes: Number.NaN })).toBeUndefined();
});

test('an order to many is one request, and tells of each what became of it', async () => {
  const asked: unknown[] = [];
  const api: Pick<Api, 'changeSessions'> = {
    changeSessions: async (ids, order) => {
      asked.push({ ids, ...order });
      return [
        { sessionId: SessionId.parse('ses_1'), done: true, message: 'extended' },
        { sessionId: SessionId.parse('ses_2'), done: false, message: 'others have its place then' },
      ];
    },
  };
  const told = new Map<string, BulkResult>();
  const run = sessionRunner(api, 'extend', () => ({ reason: 'a late start', minutes: 10 }));
  await run([session(1), session(2)], { tell: (id, result) => void told.set(id, result), isStopped: () => false });
  expect(asked).toEqual([{ ids: ['ses_1', 'ses_2'], action: 'extend', minutes: 10, reason: 'a late start' }]);
  expect([...told.values()]).toMatchObject([
    { state: 'done', words: 'extended' },
    { state: 'failed', trouble: { detail: 'others have its place then' } },
  ]);
});

test('deliveries are paused, resumed and ended where one is open, and left alone elsewhere with the reason', () => {
  const viewer = { actor: admin, now: noon };
  const delivery = { deployment: 'europe', sessionId: 'lds_1' };
  const running = session(1, { status: 'running', delivery: Object(delivery) });
  const early = session(2, { status: 'scheduled' });
  const without = session(3, { status: 'running' });
  const plan = planBulk(viewer, 'pause', [running, early, without]);
  expect(plan.can).toMatchObject([{ item: { id: 'ses_1' }, impact: expect.stringContaining('until it is resumed') }]);
  expect(plan.cannot.map(({ why }) => why)).toEqual([
    'Not possible while it is scheduled',
    'No delivery system has it',
  ]);
  expect(whyNotBulk(viewer, 'resume', running)).toBe('It is not paused');
  expect(whyNotBulk(viewer, 'end', running)).toBeUndefined();
  expect(whyNotBulk({ ...viewer, actor: user }, 'end', running)).toMatch(/Needs the role/);
  expect(consequenceOf('end', [running])).toContain('collected and graded');
});
