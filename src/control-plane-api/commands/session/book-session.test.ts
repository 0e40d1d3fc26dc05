import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { DefinitionId } from '@lcm/core/domain/definition';
import { aDefinitionContent, minute, testNow } from '@lcm/core/domain/testing';
import { FakeClock, instant, SeededRandom, toIso } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { type Call, demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const day = 24 * 60 * minute;
const uma = { role: 'user', id: 'uma' } as const;

async function world(options: Parameters<typeof openTestPlane>[0] = {}) {
  const opened = await openTestPlane(options);
  await furnish(opened.call);
  const book = async (fields: object = {}, as: Parameters<Call>[2] = uma) => {
    const answer = opened.call('BookSession', { definitionId: demoDefinition, ...fields }, as);
    // Nobody schedules here: the wait for the verdict runs out as soon as it has begun.
    await settled();
    opened.clock.step(2_000);
    return answer;
  };
  return { ...opened, book };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

function at(offset: number): string {
  return toIso(instant(testNow + offset));
}

test('a booking keeps which CML its lab runs on, whatever becomes of the definition', async () => {
  const { call, book, views, clock } = await world();
  const packageHash = 'c'.repeat(64);
  const content = { ...aDefinitionContent, version: '9.0.0', packageHash, cmlVersions: { from: '2.9' } };
  await call('PublishDefinition', { content }, { role: 'lablet-controller' });
  const booking = book({ definitionId: DefinitionId.parse(`def_${packageHash.slice(0, 16)}`) });
  await settled();
  clock.step(2_000);
  await booking;
  expect(views.list('session')[0]?.state.definition.cmlVersions).toEqual({ from: '2.9' });
});

describe('a booking is refused', () => {
  test.each<[string, object, string]>([
    ['of a definition that is unknown', { definitionId: DefinitionId.parse('def_none') }, 'definition.unknown'],
    ['for somebody else', { ownerId: 'oto' }, 'session.not-for-others'],
    ['for longer than the definition allows', { durationMinutes: 91 }, 'session.too-long'],
    ['for a time that has passed', { start: at(-6 * minute) }, 'session.in-the-past'],
    ['for a time beyond the horizon', { start: at(181 * day) }, 'session.too-far'],
  ])('%s', async (_, fields, code) => {
    const { book, views } = await world();
    expect(await book(fields)).toMatchObject({ ok: false, rejection: { code } });
    expect(views.list('session')).toEqual([]);
  });

  test('of a definition that is not active, also as a dry run', async () => {
    const { book, call } = await world();
    await call('DeactivateDefinition', { definitionId: demoDefinition });
    expect(await book()).toMatchObject({ rejection: { code: 'definition.not-active' } });
    const dry = await call('DryRunSession', { definitionId: demoDefinition }, uma);
    expect(dry).toMatchObject({ rejection: { code: 'definition.not-active' } });
  });
});

describe('the quota', () => {
  test('holds also when all bookings come at once, and ended sessions do not count', async () => {
    const { book, call, views } = await world();
    const answers = await Promise.all(Array.from({ length: 6 }, () => book()));
    const refused = answers.filter((answer) => !answer.ok);
    expect(views.list('session')).toHaveLength(3);
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ rejection: { code: 'session.quota', details: { open: 3, quota: 3 } } });
    await call('TerminateSession', { sessionId: views.list('session')[0]?.state.id }, uma);
    expect(await book()).toMatchObject({ ok: true });
  });

  test('is exact though several control planes book for somebody at once', async () => {
    const [store, clock] = [new MemoryStateStore(), new FakeClock(testNow)];
    const shared = { samples: new MemorySampleStore(), coordination: new EmbeddedCoordination({ clock }) };
    const replica = (name: string) => ({ ...shared, replica: { name, random: new SeededRandom(name.length) } });
    const one = await world({ store, clock, shared: replica('one') });
    const other = await openTestPlane({ store, clock: new FakeClock(testNow + 1), shared: replica('other') });
    const book = (call: Call) => call('BookSession', { definitionId: demoDefinition }, uma);
    const asked = [one.call, other.call, one.call, other.call, one.call, other.call].map(book);
    for (let turn = 0; turn < 20; turn += 1) await settled();
    clock.step(2_000);
    other.clock.step(2_000);
    const taken = (await Promise.all(asked)).filter((answer) => answer.ok).length;
    const listed = await one.call('ListSessions', { q: 'status:pending' });
    const open = listed.ok && 'body' in listed.value ? Object(listed.value.body).items.length : 0;
    expect(open).toBe(taken);
    expect(open).toBe(3);
    expect(one.views.list('session').length).toBeGreaterThan(3);
  });

  test('is each owner’s own, and not for operators or whom they book for', async () => {
    const { book } = await world({ quota: 1 });
    const oto = { role: 'user', id: 'oto' } as const;
    const mia = { role: 'manager', id: 'mia' } as const;
    expect(await book()).toMatchObject({ ok: true });
    expect(await book({}, oto)).toMatchObject({ ok: true });
    for (let time = 0; time < 3; time += 1) expect(await book({ ownerId: 'uma' }, mia)).toMatchObject({ ok: true });
  });
});

describe('the answer', () => {
  test('says after two seconds without a scheduler that nothing is decided yet', async () => {
    const { call, clock, views } = await world();
    let answered = false;
    const answer = call('BookSession', { definitionId: demoDefinition }, uma).finally(() => {
      answered = true;
    });
    await settled();
    expect(views.list('session')).toHaveLength(1);
    clock.step(1_999);
    await settled();
    expect(answered).toBe(false);
    clock.step(1);
    expect(await answer).toMatchObject({
      ok: true,
      value: { isOpen: true, body: { status: 'pending', ownerId: 'uma' } },
    });
  });

  test('comes with the verdict as soon as there is one', async () => {
    const { call, plane, views } = await world();
    const answer = call('BookSession', { definitionId: demoDefinition }, uma);
    await settled();
    const sessionId = views.list('session')[0]?.state.id;
    const verdict = { decidedAt: at(0), placed: false, summary: 'no room', workers: [], wouldHelp: ['start later'] };
    await call('GiveVerdict', { sessionId, verdict }, { role: 'scheduler' });
    const given = await answer;
    expect(given).toMatchObject({ value: { isOpen: false, body: { verdict: { summary: 'no room' } } } });
    expect(given.ok && given.value.position).toBe(plane.state.log.position);
  });

  test('takes a start a moment ago as now', async () => {
    const { book } = await world();
    const answer = await book({ start: at(-minute) });
    expect(answer).toMatchObject({ value: { body: { wanted: { durationMinutes: 60 } } } });
    expect(JSON.stringify(answer)).not.toContain('"start"');
  });
});

test('who is refused a place can give up, and so can an operator for them, but nobody else knows of it', async () => {
  const { book, call, views } = await world();
  await book();
  await book();
  const [first, second] = views.list('session').map(({ state }) => state.id);
  const stranger = await call('TerminateSession', { sessionId: first }, { role: 'user', id: 'oto' });
  expect(stranger).toMatchObject({ rejection: { code: 'session.unknown' } });
  expect(await call('TerminateSession', { sessionId: first }, uma)).toMatchObject({
    value: { body: { status: 'terminated' } },
  });
  expect(await call('TerminateSession', { sessionId: second }, { role: 'manager' })).toMatchObject({
    value: { body: { status: 'terminated', outcome: { reason: 'terminated by manager' } } },
  });
});
