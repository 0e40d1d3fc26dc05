import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { SystemHealthView } from '@lcm/core/contracts/system';
import type { ElectionEvent } from '@lcm/core/domain/election';
import { testNow } from '@lcm/core/domain/testing';
import { ok, SeededRandom, VirtualClock } from '@lcm/core/kernel';
import { CoordinationError } from '@lcm/core/ports/coordination';
import {
  currentLeader,
  endOfTerm,
  epochKey,
  type LeaderEvent,
  runController,
  settled,
  setup,
} from '@lcm/core/reconcile';
import { expect, test } from 'vitest';
import { elections } from '../../application/aggregates.ts';
import { openTestPlane } from '../../testing/plane.ts';

const name = 'worker-controller';

const hearsNothing = setup({
  reconciler: { name: 'deaf', reconcile: async () => settled },
  prefixes: [],
  keyOf: () => undefined,
});

/** A real control plane, and processes of one controller that stand for election as they begin. */
async function aController(...names: readonly string[]) {
  const clock = new VirtualClock({ start: testNow });
  const coordination = new EmbeddedCoordination({ clock });
  const { plane, call, views } = await openTestPlane({ shared: { coordination, samples: new MemorySampleStore() } });
  const stop = new AbortController();
  const events: LeaderEvent[] = [];
  const ended = [plane.state.run(stop.signal)];
  const begin = (candidate: string, isDeaf = false): AbortController => {
    const own = new AbortController();
    const run = runController({
      name: candidate,
      election: name,
      coordination,
      clock,
      random: new SeededRandom(ended.length),
      signal: AbortSignal.any([stop.signal, own.signal]),
      observer: { reconciled: () => undefined, leadership: (event) => events.push(event) },
      reconcilers: (leadership) => [isDeaf ? hearsNothing : endOfTerm(plane.forService(name), leadership)],
    });
    ended.push(run);
    return own;
  };
  for (const candidate of names) begin(candidate);
  await clock.advance(1_000);
  const leader = async () => (await currentLeader(coordination, name)) ?? { candidate: 'nobody', token: 0 };
  const shown = async () => {
    const answer = await call('GetSystemHealth', {}, { role: 'user' });
    return answer.ok ? SystemHealthView.parse(answer.value.body).leaders[0] : undefined;
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await clock.advance(60_000);
    await Promise.all(ended);
  };
  return { clock, coordination, plane, call, views, events, begin, leader, shown, end };
}

test('a leader that is asked to give way does so, and another leads within 5 s', async () => {
  const { clock, call, events, leader, end } = await aController('a', 'b');
  const first = await leader();
  expect(await call('ResignLeader', { name, token: first.token, reason: 'its host is patched' })).toMatchObject({
    ok: true,
    value: { body: { name, resign: { leader: first.candidate, reason: 'its host is patched' } } },
  });
  await clock.advance(5_000);
  const second = await leader();
  expect(second.candidate).toBe(first.candidate === 'a' ? 'b' : 'a');
  expect(second.token).toBeGreaterThan(first.token);
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'ended', because: 'asked to give way: its host is patched' }),
  );
  await end();
});

test('the only process of a controller gives way to nobody, and leads again', async () => {
  const { clock, call, leader, end } = await aController('a');
  const first = await leader();
  await call('ResignLeader', { name });
  await clock.advance(1_000);
  expect((await leader()).candidate).toBe('nobody');
  await clock.advance(6_000);
  const second = await leader();
  expect(second.candidate).toBe('a');
  await clock.advance(600_000);
  expect(await leader()).toEqual(second);
  expect(second.token).toBeGreaterThan(first.token);
  await end();
});

test('an order is for one term: given twice it is one, and whoever follows is not meant', async () => {
  const { clock, call, views, leader, end } = await aController('a', 'b');
  await call('ResignLeader', { name });
  await call('ResignLeader', { name });
  expect(views.get('election', name)?.version).toBe(1);
  await clock.advance(600_000);
  const second = await leader();
  await clock.advance(600_000);
  expect(await leader()).toEqual(second);
  await end();
});

test('who has another term before their eyes than there is, is told who leads by now', async () => {
  const { call, leader, end } = await aController('a');
  const { token } = await leader();
  expect(await call('ResignLeader', { name, token: token + 1 })).toMatchObject({
    rejection: { code: 'election.other-term', message: expect.stringContaining(`a leads ${name}, in term ${token}`) },
  });
  expect(await call('ResignLeader', { name: 'resource-scheduler' })).toMatchObject({
    rejection: { code: 'election.nobody-leads' },
  });
  await end();
});

test('a leader that ends before it hears of the order leaves none behind for its successor', async () => {
  const { clock, call, begin, leader, shown, end } = await aController();
  const first = begin('a', true);
  await clock.advance(1_000);
  await call('ResignLeader', { name, reason: 'it hangs' });
  await clock.advance(10_000);
  expect(await shown()).toMatchObject({ name: 'a', resigning: { reason: 'it hangs' } });
  begin('b');
  first.abort();
  await clock.advance(60_000);
  expect(await shown()).toEqual({ election: name, name: 'b', token: (await leader()).token });
  await end();
});

test('an order from before the coordination store was lost is none, though tokens begin again', async () => {
  const { clock, coordination, call, views, plane, leader, end } = await aController('a');
  const { token } = await leader();
  const before: ElectionEvent = {
    type: 'LeaderAskedToResign',
    name,
    term: { epoch: 1, token },
    leader: 'a',
    reason: 'of another life',
    at: testNow,
  };
  const caller = { actor: { id: 'ada', name: 'Ada', roles: ['admin'] }, correlationId: 'c1' } as const;
  const of = { aggregate: elections, id: name };
  await plane.deps.streams.change(of, { operation: 'ResignLeader', caller }, () => ok([before]));
  await clock.advance(30_000);
  expect((await leader()).token).toBe(token);
  await call('ResignLeader', { name });
  const { items } = await coordination.list(epochKey);
  expect(views.get('election', name)?.state.resign.term).toEqual({ epoch: Number(items[0]?.value), token });
  await clock.advance(10_000);
  expect((await leader()).token).toBeGreaterThan(token);
  await end();
});

async function away(): Promise<never> {
  throw new CoordinationError('no answer');
}

test('who leads cannot be asked to give way while nobody knows who that is', async () => {
  const { call, plane } = await openTestPlane();
  plane.deps.coordination.list = away;
  expect(await call('ResignLeader', { name })).toMatchObject({ rejection: { code: 'election.unavailable' } });
});

test('only admins end a term, and everybody who reads the audit sees who did', async () => {
  const { call, end } = await aController('a');
  expect(await call('ResignLeader', { name }, { role: 'manager' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
  await call('ResignLeader', { name }, { role: 'admin', id: 'ada' });
  const history = await call('GetHistory', { kind: 'election', id: name }, { role: 'user' });
  expect(history).toMatchObject({
    value: { body: { items: [{ by: { id: 'ada' }, events: [{ type: 'LeaderAskedToResign' }] }] } },
  });
  expect(await call('ListAudit', { kind: 'election' })).toMatchObject({
    value: { body: { items: [{ operation: 'ResignLeader' }] } },
  });
  await end();
});
