import { SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { admin, aSession, user } from '../testing/fixtures.ts';
import { endOf, endOfAll, terminationPlan } from './session-bulk.ts';
import type { Session } from './views.ts';

function session(number: number, changes: Partial<Session> = {}): Session {
  return aSession({ id: SessionId.parse(`ses_${number}`), ...changes });
}

test('sessions are ended for those who may, the others are left out and it says why', () => {
  const mine = session(1, { status: 'running' });
  const other = session(2, { ownerId: 'other', status: 'running' });
  const over = session(3, { status: 'archived' });
  const plan = terminationPlan(user, [mine, other, over]);
  expect(plan.can).toMatchObject([{ item: { id: 'ses_1' }, impact: expect.stringContaining('cut off') }]);
  expect(plan.cannot.map(({ item, why }) => `${item.id}: ${why}`)).toEqual([
    'ses_2: It belongs to somebody else. Needs the role manager or admin',
    'ses_3: Not possible while it is archived',
  ]);
  expect(terminationPlan(admin, [mine, other, over]).can).toHaveLength(2);
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
