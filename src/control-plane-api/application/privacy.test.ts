import { Reservation } from '@lcm/core/contracts/worker';
import { aReservation } from '@lcm/core/domain/testing';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { furnish, openTestPlane } from '../testing/plane.ts';
import { isVisible } from './live-feed.ts';

const secret = /ses_(?!hidden)|2007/;

async function reserved() {
  const { plane, call } = await openTestPlane();
  await furnish(call);
  const created = await call('CreateWorker', { template: 'metal' });
  const workerId = created.ok ? z.looseObject({ id: z.string() }).parse(created.value.body).id : '';
  const reservation = z.encode(Reservation, aReservation(1, { ports: { PC1_serial: 2007 } }));
  const taken = await call('ReserveCapacity', { workerId, reservations: [reservation] }, { role: 'scheduler' });
  expect(taken.ok).toBe(true);
  return { plane, call, workerId };
}

describe('whose sessions are on a worker, and on which ports', () => {
  test.each(['user', 'lab-author'] as const)('is not shown to a %s, by list, page, history or stream', async (role) => {
    const { plane, call, workerId } = await reserved();
    const answers = [
      await call('ListWorkers', {}, { role }),
      await call('GetWorker', { workerId }, { role }),
      await call('GetHistory', { kind: 'worker', id: workerId }, { role }),
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(secret);
    const actor = { id: role, name: role, roles: [role] };
    const { items } = plane.state.feed.snapshot();
    const seen = items.filter((item) => item.subject.kind === 'worker' && isVisible(item, actor));
    expect(seen).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toMatch(secret);
  });

  test('is shown to operators, and how full the worker is to everybody', async () => {
    const { plane, call, workerId } = await reserved();
    expect(JSON.stringify(await call('GetWorker', { workerId }, { role: 'manager' }))).toMatch(secret);
    const forUsers = await call('GetWorker', { workerId }, { role: 'user' });
    expect(JSON.stringify(forUsers)).toContain('"cpuCores"');
    const manager = { id: 'max', name: 'Max', roles: ['manager'] as const };
    const seen = plane.state.feed
      .snapshot()
      .items.filter((item) => item.subject.kind === 'worker' && isVisible(item, manager));
    expect(seen).toHaveLength(1);
  });
});
