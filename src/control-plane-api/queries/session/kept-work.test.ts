import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { KeepRound, keepRoundKey } from '@lcm/core/contracts/saved-configurations';
import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { minute, sessionBooked, testNow } from '@lcm/core/domain/testing';
import { FakeClock, instant, ok, toIso } from '@lcm/core/kernel';
import { CoordinationError } from '@lcm/core/ports/coordination';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { sessions } from '../../application/aggregates.ts';
import { openTestPlane } from '../../testing/plane.ts';

const caller = { actor: { id: 'test', name: 'test', roles: ['admin'] as const }, correlationId: 'test' };
const sessionId = SessionId.parse('ses_1');
const uma = { role: 'user', id: 'uma' } as const;
const at = testNow;
const later = instant(at + 20 * minute);

async function world() {
  const clock = new FakeClock(at);
  const coordination = new EmbeddedCoordination({ clock });
  const { call, plane } = await openTestPlane({ clock, coordination });
  const tell = async (...events: SessionEvent[]) =>
    plane.state.streams.change({ aggregate: sessions, id: sessionId }, { operation: 'Test', caller }, () => ok(events));
  const lab = { id: 'lab-1', title: 'Names ses_1' };
  const imported = { pipeline: 'instantiate', step: 'import_lab', message: '', output: { lab }, at } as const;
  await tell(sessionBooked(1, { at }), { type: 'SessionStepDone', ...imported }, { type: 'SessionReady', at });
  const round = async (fields: Partial<KeepRound> = {}) => {
    const said = { sessionId, everyMs: 5 * minute, triedAt: later, keptAt: later, unread: [], ...fields };
    await coordination.put(keepRoundKey(sessionId), JSON.stringify(z.encode(KeepRound, said)));
  };
  const kept = async () =>
    tell({
      type: 'SessionConfigurationsKept',
      saved: { key: 'a'.repeat(64), at, own: true },
      unread: [],
      removed: [],
      at,
    });
  const ask = async (as: Parameters<typeof call>[2] = uma) => call('GetKeptWork', { sessionId }, as);
  return { ask, tell, round, kept, coordination };
}

test('is kept for the first time soon, and then as it was found last, though that was no event', async () => {
  const { ask, round, kept } = await world();
  expect(await ask()).toMatchObject({ value: { body: { isKept: true, everyMinutes: 5, unread: [] } } });
  expect(await ask()).not.toHaveProperty('value.body.keptAt');
  await kept();
  expect(await ask()).toMatchObject({ value: { body: { keptAt: toIso(at), changedAt: toIso(at) } } });
  await round();
  expect(await ask()).toMatchObject({ value: { body: { keptAt: toIso(later), changedAt: toIso(at) } } });
});

test('says what went wrong, and which nodes it does not hold for', async () => {
  const { ask, round, kept } = await world();
  await kept();
  await round({
    keptAt: at,
    trouble: 'CML does not answer',
    unread: [{ node: 'R2', reason: 'it is STOPPED', asOf: at }],
  });
  expect(await ask()).toMatchObject({
    value: {
      body: {
        keptAt: toIso(at),
        triedAt: toIso(later),
        trouble: 'CML does not answer',
        unread: [{ node: 'R2', reason: 'it is STOPPED', asOf: toIso(at) }],
      },
    },
  });
});

test('falls back on what is written down while rounds cannot be asked for, or are of another version', async () => {
  const { ask, kept, coordination } = await world();
  await kept();
  await coordination.put(keepRoundKey(sessionId), '{"sessionId":"ses_1"}');
  expect(await ask()).toMatchObject({ value: { body: { keptAt: toIso(at) } } });
  await coordination.put(keepRoundKey(sessionId), 'no JSON');
  expect(await ask()).toMatchObject({ value: { body: { keptAt: toIso(at) } } });
  coordination.list = async () => {
    throw new CoordinationError('etcd is away');
  };
  expect(await ask()).toMatchObject({ value: { body: { keptAt: toIso(at) } } });
});

test('what a reset has made void, and what ended, would not be put back', async () => {
  const { ask, tell, kept } = await world();
  await kept();
  await tell({ type: 'SessionResetStarted', reason: 'anew', by: 'uma', at });
  const answer = await ask();
  expect(answer).toMatchObject({ value: { body: { isKept: false } } });
  expect(answer).not.toHaveProperty('value.body.keptAt');
});

test('is for who may see the session', async () => {
  const { ask } = await world();
  expect(await ask({ role: 'user', id: 'oto' })).toMatchObject({ rejection: { code: 'session.unknown' } });
  expect(await ask({ role: 'manager', id: 'max' })).toMatchObject({ ok: true });
  expect(await ask({ role: 'scheduler' })).toMatchObject({ rejection: { code: 'access.denied' } });
});
