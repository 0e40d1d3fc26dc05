import { WorkerId } from '@lcm/core/domain/worker';
import { describe, expect, test } from 'vitest';
import { admin, aReservation, aWorker, noon, user } from '../testing/fixtures.ts';
import { type BulkResult, bulkOrderNames, bulkPlan, runBulk, whyNotBulk, whyNothing } from './bulk.ts';
import { ApiError, troubleOf } from './problem.ts';

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
      { worker: { id: 'wkr_1' }, impact: 'No session is booked on it.' },
      { worker: { id: 'wkr_4' }, impact: '1 session booked on it.' },
    ]);
    expect(cannot).toMatchObject([
      { worker: { id: 'wkr_2' }, why: expect.stringContaining('1 session on it now') },
      { worker: { id: 'wkr_3' }, why: expect.stringContaining('stopped') },
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

  test('goes on after one that fails, one at a time, and tells of each', async () => {
    const told: [string, BulkResult['state']][] = [];
    let atOnce = 0;
    const perform = async ({ id }: { readonly id: string }): Promise<void> => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await Promise.resolve();
      atOnce -= 1;
      if (id === 'wkr_1') throw new ApiError(troubleOf(409, { detail: 'It has changed.' }));
    };
    const tell = (id: string, { state }: BulkResult): void => void told.push([id, state]);
    await runBulk([worker(1), worker(2)], { perform, tell, isStopped: () => false });
    expect(told).toEqual([
      ['wkr_1', 'running'],
      ['wkr_1', 'failed'],
      ['wkr_2', 'running'],
      ['wkr_2', 'done'],
    ]);
  });

  test('leaves those it has not come to when it is stopped', async () => {
    const told = new Map<string, BulkResult['state']>();
    let isStopped = false;
    await runBulk([worker(1), worker(2), worker(3)], {
      perform: async () => {
        isStopped = true;
        return Promise.resolve();
      },
      tell: (id, { state }) => void told.set(id, state),
      isStopped: () => isStopped,
    });
    expect(Object.fromEntries(told)).toEqual({ wkr_1: 'done', wkr_2: 'left', wkr_3: 'left' });
  });
});
