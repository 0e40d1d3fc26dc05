import { Reservations } from '@lcm/core/contracts/reservation';
import { sessionBooked, testNow } from '@lcm/core/domain/testing';
import { ReservationId } from '@lcm/core/domain/worker';
import { instant, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions, workers } from '../../application/aggregates.ts';
import { openLabPlane } from '../../testing/lab-plane.ts';

const manager = { role: 'manager' } as const;
const minute = 60_000;
const at = (minutes: number) => instant(testNow + minutes * minute);

/** A session from 0 to 60 on port 2001, one from 60 to 120 on port 2002, and one whose session is not known any more. */
async function aCalendar() {
  const on = await openLabPlane();
  const amounts = { cpuCores: 1, memoryMiB: 1024, storageGiB: 1, nodes: 1 };
  const booked = [1, 2, 3].map((number) => ({
    id: ReservationId.parse(`res_${number}`),
    sessionId: sessionBooked(number).id,
    from: at((number - 1) * 60),
    until: at(number * 60),
    amounts,
    ports: { PC1_serial: 2000 + number },
    confirmBy: at(5),
    confirmed: number !== 2,
  }));
  await on.commit(workers, on.workerId, [{ type: 'WorkerReserved', reservations: booked, at: testNow }]);
  for (const number of [1, 2]) await on.commit(sessions, `ses_${number}`, [sessionBooked(number)]);
  const found = async (query: object): Promise<string> => {
    const { items, total } = Reservations.parse(await on.answer('ListReservations', query, manager));
    return `${items.map(({ id }) => id).join()} of ${total}`;
  };
  return { ...on, found };
}

test('a reservation is found by its id, by session, by worker and by port', async () => {
  const { found, workerId, answer } = await aCalendar();
  expect(await found({ q: 'res_2' })).toBe('res_2 of 1');
  expect(await found({ sessionId: 'ses_1' })).toBe('res_1 of 1');
  expect(await found({ port: 2003 })).toBe('res_3 of 1');
  expect(await found({ workerId, q: 'state:open' })).toBe('res_2 of 1');
  expect(await found({ workerId: 'wkr_9' })).toBe(' of 0');
  expect(await found({ limit: 2 })).toBe('res_1,res_2 of 3');
  expect(await answer('ListReservations', { q: 'session:"session 2"' }, manager)).toMatchObject({
    items: [{ sessionName: 'session 2', ownerId: 'uma', definitionTitle: 'VLANs', workerId, from: toIso(at(60)) }],
  });
});

test('who has a worker at an instant is told, and at the turn from one to the next it is the next', async () => {
  const { found } = await aCalendar();
  const during = (minutes: number, forMinutes = 0) =>
    found({ from: toIso(at(minutes)), until: toIso(instant(at(minutes + forMinutes) + 1)) });
  expect(await during(30)).toBe('res_1 of 1');
  expect(await during(60)).toBe('res_2 of 1');
  expect(await during(30, 60)).toBe('res_1,res_2 of 2');
  expect(await found({ from: toIso(at(180)) })).toBe(' of 0');
  expect(await found({ q: `from<=${toIso(at(60))} until>${toIso(at(60))}` })).toBe('res_2 of 1');
});

test('a question that cannot be read is answered with what is wrong, and whose places they are is for operators', async () => {
  const { refusal } = await aCalendar();
  expect(await refusal('ListReservations', { q: 'host:x' }, manager)).toMatch(
    /^query.invalid: q: unknown field 'host'/,
  );
  expect(await refusal('ListReservations', { port: 'x' }, manager)).toMatch(/^request\./);
  expect(await refusal('ListReservations', {}, { role: 'user' })).toMatch(/^access.denied/);
});
