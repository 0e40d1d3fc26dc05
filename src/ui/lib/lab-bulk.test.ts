import { LabRecordId } from '@lcm/core/domain/lab';
import { expect, test } from 'vitest';
import { aLab } from '../testing/fixture-labs.ts';
import { admin, aWorker, user } from '../testing/fixtures.ts';
import type { Api } from './api.ts';
import { type BulkResult, planBulk, runBulk, whyNotBulk } from './lab-bulk.ts';
import { ApiError, troubleOf } from './problem.ts';
import type { LabRecord } from './views.ts';

const fleet = { actor: admin, hostOf: () => aWorker() };

function lab(number: number, changes: Partial<Omit<LabRecord, 'facts'>> = {}): LabRecord {
  return aLab({ ...changes, id: LabRecordId.parse(`lab_${number}`), facts: { title: `Lab ${number}` } });
}

test('an order to many is for those that it makes sense for, and says why not for the others', () => {
  const labs = [lab(1, { status: 'booted' }), lab(2), lab(3, { status: 'orphaned', orphan: 'no-lab' })];
  const { can, cannot } = planBulk('stop', labs, fleet);
  expect(can.map(({ id }) => id)).toEqual(['lab_1']);
  expect(cannot.map(({ lab: { id }, why }) => `${id}: ${why}`)).toEqual([
    'lab_2: Not possible while it is stopped',
    'lab_3: Not possible while it is orphaned',
  ]);
  expect(planBulk('orphans', labs, fleet).can.map(({ id }) => id)).toEqual(['lab_3']);
});

test('an order to many is off while it is for none', () => {
  expect(whyNotBulk('stop', [], fleet)).toBe('Choose labs first');
  expect(whyNotBulk('stop', [lab(1)], fleet)).toBe('Not possible while it is stopped');
  expect(whyNotBulk('orphans', [lab(1), lab(2)], fleet)).toBe('For none of them: Lab 1: It is no orphan');
  expect(whyNotBulk('stop', [lab(1, { status: 'booted' }), lab(2)], fleet)).toBeUndefined();
  expect(whyNotBulk('stop', [lab(1)], { ...fleet, actor: user })).toBe('Needs the role manager or admin');
});

type Asking = Pick<Api, 'orderLabs' | 'deleteOrphans'>;

function isEven(id: string): boolean {
  return Number(id.slice(4)) % 2 === 0;
}

/** Refuses what has an even number. */
function anApi(requests: (readonly string[])[]): Asking {
  return {
    orderLabs: async (_, ids) => {
      requests.push(ids);
      return ids.map((id) => ({
        labRecordId: LabRecordId.parse(id),
        outcome: isEven(id) ? ('refused' as const) : ('taken' as const),
        message: isEven(id) ? 'busy' : 'asked',
      }));
    },
    deleteOrphans: async (ids) => {
      requests.push(ids);
      return ids.map((id) => ({
        labRecordId: LabRecordId.parse(id),
        outcome: isEven(id) ? ('refused' as const) : ('closed' as const),
        message: isEven(id) ? 'busy' : 'closed',
      }));
    },
  };
}

async function resultsOf(command: 'stop' | 'orphans', labs: readonly LabRecord[], api: Asking) {
  const told: (readonly BulkResult[])[] = [];
  await runBulk(api, { command, labs, reason: '', onResults: (results) => told.push(results) });
  return told;
}

test('an order to many is one request, and one that is refused keeps no other from it', async () => {
  const requests: (readonly string[])[] = [];
  const told = await resultsOf('stop', [lab(1), lab(2), lab(3)], anApi(requests));
  expect(requests).toEqual([['lab_1', 'lab_2', 'lab_3']]);
  expect(told.at(-1)?.map(({ title, isTaken, words }) => `${title} ${isTaken} ${words}`)).toEqual([
    'Lab 1 true asked',
    'Lab 2 false busy',
    'Lab 3 true asked',
  ]);
});

test.each(['stop', 'orphans'] as const)('more than one request takes are asked by several: %s', async (command) => {
  const labs = Array.from({ length: 450 }, (_, index) => lab(index + 1, { orphan: 'no-session' }));
  const requests: (readonly string[])[] = [];
  const told = await resultsOf(command, labs, anApi(requests));
  expect(told.map(({ length }) => length)).toEqual([200, 400, 450]);
  expect(requests.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(told.at(-1)?.filter(({ isTaken }) => !isTaken)).toHaveLength(225);
});

test('a request that fails is told for each lab of it', async () => {
  const api: Asking = {
    ...anApi([]),
    deleteOrphans: async () => Promise.reject(new ApiError(troubleOf(0, undefined))),
  };
  const told = await resultsOf('orphans', [lab(1), lab(2)], api);
  expect(told.at(-1)?.map(({ isTaken, words }) => `${isTaken} ${words}`)).toEqual([
    'false Check the connection and try again.',
    'false Check the connection and try again.',
  ]);
});
