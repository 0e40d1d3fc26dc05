import { hour, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { type Call, demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const start = toIso(instant(testNow + 2 * hour));
const mia = { role: 'manager', id: 'mia' } as const;

async function world() {
  const opened = await openTestPlane();
  const { call, clock, views } = opened;
  await furnish(call);
  const book = async (name: string, fields: object = {}): Promise<string> => {
    const answer = call(
      'BookCohort',
      { definitionId: demoDefinition, name, mode: 'all-or-nothing', start, ...fields },
      mia,
    );
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    clock.step(4_000);
    const booked = await answer;
    return booked.ok && 'body' in booked.value ? String(Object(booked.value.body).id) : '';
  };
  const list = async (query: object = {}) => bodyOf(await call('ListCohorts', query, mia));
  const owners = () => views.list('session').map(({ state }) => state.ownerId);
  return { ...opened, book, list, owners };
}

interface Listed {
  readonly items: readonly Record<string, unknown>[];
  readonly next?: string;
}

function bodyOf(answer: Awaited<ReturnType<Call>>): Listed {
  return answer.ok && 'body' in answer.value ? Object(answer.value.body) : { items: [] };
}

function namesIn({ items }: Listed): readonly unknown[] {
  return items.map(({ name }) => name);
}

describe('cohorts', () => {
  test('are listed newest first, by page, with what their seats need', async () => {
    const { book, list } = await world();
    for (const name of ['Monday', 'Tuesday', 'Wednesday']) await book(name, { seats: 2, ownerIds: ['uma'] });
    const first = await list({ limit: 2 });
    expect(namesIn(first)).toEqual(['Wednesday', 'Tuesday']);
    expect(first.items[0]).toMatchObject({
      size: 2,
      waiting: 2,
      placed: 0,
      ended: 0,
      missing: 0,
      free: 1,
      concerned: 1,
    });
    const second = await list({ limit: 2, after: first.next });
    expect(namesIn(second)).toEqual(['Monday']);
    expect(second.next).toBeUndefined();
  });

  test('are found by what a query says of them', async () => {
    const { book, list } = await world();
    await book('Monday', { seats: 1, ownerIds: ['uma'] });
    await book('Tuesday', { seats: 3, mode: 'as-many-as-possible' });
    expect(namesIn(await list({ q: 'free>0' }))).toEqual(['Tuesday']);
    expect(namesIn(await list({ q: 'mode:all-or-nothing by:mia open:yes' }))).toEqual(['Monday']);
    expect(namesIn(await list({ q: 'wed' }))).toEqual([]);
  });

  test('are not told to whom sees only their own sessions, nor what is no cohort or no query', async () => {
    const { book, call } = await world();
    const cohortId = await book('Monday', { seats: 1, ownerIds: ['uma'] });
    const uma = { role: 'user', id: 'uma' } as const;
    expect(await call('ListCohorts', {}, uma)).toMatchObject({ rejection: { code: 'access.denied' } });
    expect(await call('GetCohort', { cohortId }, uma)).toMatchObject({ rejection: { code: 'access.denied' } });
    const nobody = { after: 'coh_none' };
    expect(await call('ListCohorts', nobody, mia)).toMatchObject({ rejection: { code: 'cohort.unknown' } });
    expect(await call('ListCohorts', { q: 'size:3' }, mia)).toMatchObject({ rejection: { code: 'query.invalid' } });
  });

  test('say of each seat what somebody should do about it', async () => {
    const { book, call, clock } = await world();
    const cohortId = await book('Monday', { seats: 2, ownerIds: ['uma'] });
    const concerns = async () => {
      const answer = await call('GetCohort', { cohortId }, mia);
      const seats: { concerns: string[] }[] =
        answer.ok && 'body' in answer.value ? Object(answer.value.body).seats : [];
      return seats.map((seat) => seat.concerns);
    };
    expect(await concerns()).toEqual([[], ['without-person']]);
    clock.step(2 * hour);
    expect(await concerns()).toEqual([['late'], ['late', 'without-person']]);
  });
});

describe('a list of people', () => {
  test('is given one free seat each; who has one keeps it, and those beyond the seats are told', async () => {
    const { book, call, owners } = await world();
    const cohortId = await book('Monday', { seats: 3, ownerIds: ['uma'] });
    const give = async (...ownerIds: string[]) =>
      bodyOf(await call('HandOutSeats', { cohortId, ownerIds }, mia)).items.map(({ ownerId, message }) => [
        ownerId,
        message,
      ]);
    expect(await give('uma', 'otto', 'otto')).toEqual([
      ['uma', 'has Monday 1 already'],
      ['otto', 'has Monday 2'],
    ]);
    expect(await give('otto', 'eva', 'ida')).toEqual([
      ['otto', 'has Monday 2 already'],
      ['eva', 'has Monday 3'],
      ['ida', 'there is no free seat left'],
    ]);
    expect(owners().toSorted()).toEqual(['eva', 'otto', 'uma']);
  });

  test('given twice at once, nobody gets two seats', async () => {
    const { book, call, owners } = await world();
    const cohortId = await book('Monday', { seats: 4 });
    const give = async () => call('HandOutSeats', { cohortId, ownerIds: ['uma', 'otto'] }, mia);
    await Promise.all([give(), give()]);
    expect(owners().toSorted()).toEqual(['mia', 'mia', 'otto', 'uma']);
  });

  test('is refused of a cohort that is not there, and to who may not', async () => {
    const { book, call } = await world();
    const cohortId = await book('Monday', { seats: 1 });
    const asked = { cohortId: 'coh_none', ownerIds: ['uma'] };
    expect(await call('HandOutSeats', asked, mia)).toMatchObject({ rejection: { code: 'cohort.unknown' } });
    const user = await call('HandOutSeats', { cohortId, ownerIds: ['uma'] }, { role: 'user', id: 'uma' });
    expect(user).toMatchObject({ rejection: { code: 'access.denied' } });
  });
});

test.each([
  'pause',
  'resume',
  'end',
])('%s, ordered of many sessions, says of each why it is refused', async (action) => {
  const { book, call, views } = await world();
  await book('Monday', { seats: 2 });
  const sessionIds = views.list('session').map(({ state }) => state.id);
  const answer = bodyOf(await call('ChangeSessions', { sessionIds, action }, mia));
  expect(answer.items.map(({ done, code }) => [done, code])).toEqual([
    [false, 'session.wrong-state'],
    [false, 'session.wrong-state'],
  ]);
  const user = await call('ChangeSessions', { sessionIds, action }, { role: 'user', id: 'uma' });
  expect(user).toMatchObject({ rejection: { code: 'access.denied' } });
});
