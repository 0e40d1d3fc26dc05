import { SessionViews } from '@lcm/core/contracts/session';
import { hour, sessionBooked, testNow } from '@lcm/core/domain/testing';
import { instant, ok, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { type Call, openTestPlane } from '../../testing/plane.ts';

const caller = { actor: { id: 'test', name: 'test', roles: ['admin'] as const }, correlationId: 'test' };

/** Sessions 1 to 7, of which pairs were booked at one instant, and the first three have ended an hour after. */
async function sevenSessions(): Promise<Call> {
  const { plane, call } = await openTestPlane();
  for (let number = 1; number <= 7; number += 1) {
    const at = instant(testNow + Math.floor(number / 2) * hour);
    const id = `ses_${number}`;
    const ownerId = number === 5 ? 'oto' : 'uma';
    const ended = { type: 'SessionEnded', status: 'expired', reason: 'no place', at: instant(at + hour) } as const;
    await plane.state.streams.change({ aggregate: sessions, id }, { operation: 'Test', caller }, () =>
      ok([sessionBooked(number, { at, ownerId }), ...(number <= 3 ? [ended] : [])]),
    );
  }
  return call;
}

async function page(call: Call, input: object, as?: Parameters<Call>[2]) {
  const answer = await call('ListSessions', input, as);
  if (!answer.ok) throw new Error(answer.rejection.message);
  const { items, next } = SessionViews.parse(answer.value.body);
  return { ids: items.map(({ id }) => id.slice('ses_'.length)).join(' '), next };
}

test('pages put together are the whole list, also where several were booked at one instant', async () => {
  const call = await sevenSessions();
  const { ids, next } = await page(call, {});
  expect({ ids, next }).toEqual({ ids: '6 7 4 5 2 3 1', next: undefined });
  const first = await page(call, { limit: 3 });
  const second = await page(call, { limit: 3, after: first.next });
  const third = await page(call, { limit: 3, after: second.next });
  expect([first.ids, second.ids, third.ids]).toEqual(['6 7 4', '5 2 3', '1']);
  expect(third.next).toBeUndefined();
});

test('those that had ended by a time are listed by themselves', async () => {
  const call = await sevenSessions();
  const endedBefore = toIso(instant(testNow + 1.5 * hour));
  expect(await page(call, { endedBefore })).toEqual({ ids: '1', next: undefined });
  expect((await page(call, { endedBefore: toIso(instant(testNow + 9 * hour)) })).ids).toBe('2 3 1');
});

test('a page begins after a session that its reader may see', async () => {
  const call = await sevenSessions();
  const oto = { role: 'user', id: 'oto' } as const;
  expect(await page(call, { limit: 1 }, oto)).toEqual({ ids: '5', next: undefined });
  expect(await call('ListSessions', { after: 'ses_4' }, oto)).toMatchObject({ rejection: { code: 'session.unknown' } });
  expect(await call('ListSessions', { after: 'ses_none' })).toMatchObject({ rejection: { code: 'session.unknown' } });
});
