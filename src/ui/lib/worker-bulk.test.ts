import { WorkerId } from '@lcm/core/domain/worker';
import { describe, expect, test } from 'vitest';
import { admin, aReservation, aWorker, noon, user } from '../testing/fixtures.ts';
import { bulkOrderNames, bulkPlan, whyNotBulk, whyNothing } from './worker-bulk.ts';

function worker(number: number, changes: Parameters<typeof aWorker>[0] = {}) {
  return aWorker({ id: WorkerId.parse(`wkr_${number}`), name: `metal-${number}`, ...changes });
}

const by = { actor: admin, now: noon };

describe('an order to many workers', () => {
  test('says before it is given who can, what it touches, and who is left out and why', () => {
    const busy = worker(2, { reservations: { res_1: aReservation() } });
    const booked = worker(4, { reservations: { res_1: aReservation({ from: new Date(noon + 1).toISOString() }) } });
    const { can, cannot } = bulkPlan('stop', [worker(1), busy, worker(3, { status: 'stopped' }), booked], by);
    expect(can).toMatchObject([
      { item: { id: 'wkr_1' }, impact: 'No session is booked on it.' },
      { item: { id: 'wkr_4' }, impact: '1 session booked on it.' },
    ]);
    expect(cannot).toMatchObject([
      { item: { id: 'wkr_2' }, why: expect.stringContaining('1 session on it now') },
      { item: { id: 'wkr_3' }, why: expect.stringContaining('stopped') },
    ]);
  });

  test.each(bulkOrderNames)('%s is for those who may, and never for a worker that has ended', (order) => {
    const running = { worker: worker(1), now: noon };
    expect(whyNotBulk(user, order, running)).toMatch(/^Needs the role/);
    expect(whyNotBulk(admin, order, { worker: worker(1, { status: 'terminated' }), now: noon })).toBeDefined();
  });

  test('is possible in some way for every worker that is there, and in none for one that has ended', () => {
    expect(whyNothing(admin, worker(1, { status: 'stopped' }), noon)).toBeUndefined();
    const ended = worker(1, { status: 'terminated', desired: 'terminated' });
    expect(whyNothing(admin, ended, noon)).toContain('terminated');
  });
});
