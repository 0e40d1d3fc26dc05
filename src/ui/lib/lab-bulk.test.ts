import { LabRecordId } from '@lcm/core/domain/lab';
import { expect, test } from 'vitest';
import { aLab } from '../testing/fixture-labs.ts';
import { admin, aWorker, user } from '../testing/fixtures.ts';
import type { Api } from './api.ts';
import type { BulkResult } from './bulk.ts';
import { type BulkCommand, labRunner, planBulk, whyNotBulk } from './lab-bulk.ts';
import { ApiError, troubleOf } from './problem.ts';
import type { LabRecord } from './views.ts';

const fleet = { actor: admin, hostOf: () => aWorker() };

function lab(number: number, changes: Partial<Omit<LabRecord, 'facts'>> = {}): LabRecord {
  return aLab({ ...changes, id: LabRecordId.parse(`lab_${number}`), facts: { title: `Lab ${number}` } });
}

test('an order to many is for those that it makes sense for, and says why not for the others', () => {
  const labs = [lab(1, { status: 'booted' }), lab(2), lab(3, { status: 'orphaned', orphan: 'no-lab' })];
  const { can, cannot } = planBulk(fleet, 'stop', labs);
  expect(can).toMatchObject([{ item: { id: 'lab_1' }, impact: 'on metal-1' }]);
  expect(cannot.map(({ item: { id }, why }) => `${id}: ${why}`)).toEqual([
    'lab_2: Not possible while it is stopped',
    'lab_3: Not possible while it is orphaned',
  ]);
  expect(planBulk(fleet, 'orphans', labs).can.map(({ item: { id } }) => id)).toEqual(['lab_3']);
});

test('an order is refused for the role before it is for the lab', () => {
  expect(whyNotBulk(fleet, 'stop', lab(1))).toBe('Not possible while it is stopped');
  expect(whyNotBulk(fleet, 'orphans', lab(1))).toBe('It is no orphan');
  expect(whyNotBulk({ ...fleet, actor: user }, 'stop', lab(1))).toBe('Needs the role manager or admin');
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

interface Asked {
  readonly labs: readonly LabRecord[];
  readonly api: Asking;
  readonly isStopped?: () => boolean;
}

async function resultsOf(command: BulkCommand, { labs, api, isStopped = () => false }: Asked) {
  const told = new Map<string, BulkResult>();
  const run = labRunner(api, command, () => 'tidying up');
  await run(labs, { tell: (id, result) => void told.set(id, result), isStopped });
  return [...told].map(([id, result]) => {
    const words =
      result.state === 'failed' ? result.trouble.detail : result.state === 'done' ? result.words : undefined;
    return [id, result.state, ...(words === undefined ? [] : [words])].join(' ');
  });
}

test('an order to many is one request, and one that is refused keeps no other from it', async () => {
  const requests: (readonly string[])[] = [];
  expect(await resultsOf('stop', { labs: [lab(1), lab(2), lab(3)], api: anApi(requests) })).toEqual([
    'lab_1 done asked',
    'lab_2 failed busy',
    'lab_3 done asked',
  ]);
  expect(requests).toEqual([['lab_1', 'lab_2', 'lab_3']]);
});

test.each(['stop', 'orphans'] as const)('more than one request takes are asked by several: %s', async (command) => {
  const labs = Array.from({ length: 450 }, (_, index) => lab(index + 1, { orphan: 'no-session' }));
  const requests: (readonly string[])[] = [];
  const told = await resultsOf(command, { labs, api: anApi(requests) });
  expect(requests.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(told.filter((words) => words.endsWith('failed busy'))).toHaveLength(225);
});

test('what no request was made for is left when it is stopped', async () => {
  const labs = Array.from({ length: 250 }, (_, index) => lab(index + 1, { orphan: 'no-session' }));
  const requests: (readonly string[])[] = [];
  const told = await resultsOf('orphans', { labs, api: anApi(requests), isStopped: () => requests.length > 0 });
  expect(told.filter((words) => words.endsWith('left'))).toHaveLength(50);
});

test('a request that fails is told for each lab of it', async () => {
  const api: Asking = {
    ...anApi([]),
    deleteOrphans: async () => Promise.reject(new ApiError(troubleOf(0, undefined))),
  };
  expect(await resultsOf('orphans', { labs: [lab(1), lab(2)], api })).toEqual([
    'lab_1 failed Check the connection and try again.',
    'lab_2 failed Check the connection and try again.',
  ]);
});
