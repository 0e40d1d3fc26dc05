import { DefinitionId } from '@lcm/core/domain/definition';
import { SessionId } from '@lcm/core/domain/session';
import { aDefinitionContent, aSession } from '@lcm/core/domain/testing';
import { ok } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { openTestPlane } from '../../testing/plane.ts';

const sessionId = SessionId.parse('ses_1');
const mia = { role: 'manager', id: 'mia' } as const;
const score = { points: 5, maxPoints: 10, percent: 50, cutScore: 80, result: 'fail', reportKey: 'r' } as const;
const caller = { actor: { id: 'test', name: 'test', roles: ['admin'] as const }, correlationId: 'test' };

function versionOf(hash: string, rulesKey?: string): [object, DefinitionId] {
  const content = { ...aDefinitionContent, version: `${hash}.0.0`, packageHash: hash.repeat(64), rulesKey };
  return [content, DefinitionId.parse(`def_${hash.repeat(16)}`)];
}

/** A finished session of the first version of a lab, and a second version with other rules. */
async function world({ rulesKey }: { rulesKey?: string | undefined } = { rulesKey: 'b'.repeat(64) }) {
  const { call, plane, clock } = await openTestPlane();
  const [first, booked] = versionOf('1', rulesKey);
  await call('PublishDefinition', { content: first }, { role: 'lablet-controller' });
  const definition = { ...aSession().definition, id: booked };
  const about = { id: sessionId, name: 's', definition, ownerId: 'uma', by: 'uma', wanted: { durationMinutes: 60 } };
  const at = clock.now();
  const output = { evidenceKey: 'e', score };
  await plane.state.streams.change({ aggregate: sessions, id: sessionId }, { operation: 'Test', caller }, () =>
    ok([
      { type: 'SessionBooked', ...about, at },
      { type: 'SessionStepDone', pipeline: 'grade', step: 'evaluate', message: '', output, at },
      { type: 'SessionArchived', at },
    ]),
  );
  clock.step(1000);
  return { call, booked };
}

test('a regrading is ordered with the rules it was booked with, or the newest', async () => {
  const { call, booked } = await world();
  const [second, newest] = versionOf('2', 'c'.repeat(64));
  await call('PublishDefinition', { content: second }, { role: 'lablet-controller' });
  expect(await call('RegradeSession', { sessionId, rules: 'booked' }, mia)).toMatchObject({
    ok: true,
    value: { body: { regrade: { cause: 'regrade', by: 'mia', rulesOf: booked } } },
  });
  const other = await world();
  await other.call('PublishDefinition', { content: second }, { role: 'lablet-controller' });
  expect(await other.call('RegradeSession', { sessionId, rules: 'newest' }, mia)).toMatchObject({
    value: { body: { regrade: { rulesOf: newest } } },
  });
});

test('without rules there is nothing to grade by', async () => {
  const { call } = await world({ rulesKey: undefined });
  expect(await call('RegradeSession', { sessionId, rules: 'newest' }, mia)).toMatchObject({
    rejection: { code: 'rules.none' },
  });
});

test('a score is submitted, locked, and then left alone', async () => {
  const { call } = await world();
  expect(await call('SubmitScore', { sessionId }, mia)).toMatchObject({
    value: { body: { review: { state: 'submitted', by: 'mia' } } },
  });
  expect(await call('LockScore', { sessionId }, mia)).toMatchObject({
    value: { body: { review: { state: 'locked' }, score } },
  });
  expect(await call('RegradeSession', { sessionId, rules: 'booked' }, mia)).toMatchObject({
    rejection: { code: 'session.score-locked', message: expect.stringContaining('mia') },
  });
});

test('a finished session has no lab that could be read again', async () => {
  const { call } = await world();
  expect(await call('RereadSession', { sessionId, rules: 'booked' }, mia)).toMatchObject({
    rejection: { code: 'session.wrong-state', message: expect.stringContaining('at work') },
  });
});

test.each([
  'RegradeSession',
  'RereadSession',
  'SubmitScore',
  'LockScore',
])('owners do not touch their own score: %s', async (operation) => {
  const { call } = await world();
  const input = operation.endsWith('Score') ? { sessionId } : { sessionId, rules: 'booked' };
  expect(await call(operation, input, { role: 'user', id: 'uma' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
});
