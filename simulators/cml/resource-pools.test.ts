import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { consoleKeys, screenKeys } from './http/keys.ts';
import { Refusal } from './model/cml.ts';
import { importLab } from './model/import-export.ts';
import { getLab, startLab, stopLab } from './model/labs.ts';
import { CmlModel } from './model/model.ts';
import { changePool, createPool, createPoolsApart, poolOf, poolUsage, removePool } from './model/resource-pools.ts';
import type { Lab } from './model/state.ts';
import { createUser } from './model/users.ts';

const file = `
nodes:
  - {id: n0, label: R1, x: 0, y: 0, node_definition: iosv, interfaces: []}
  - {id: n1, label: R2, x: 0, y: 0, node_definition: iol-xe, interfaces: []}
  - {id: n2, label: SW, x: 0, y: 0, node_definition: unmanaged_switch, interfaces: []}
links: []
lab: {title: small, version: 0.3.0}
`;

function world() {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const user = createUser(model, { username: 'ada', password: 'a-Long-pass-1' });
  const lab = getLab(model, importLab(model, file, { owner: user.id }).id);
  return { clock, model, user, lab };
}

function statusOf(act: () => void): number {
  try {
    act();
    return 204;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

test.each([
  [{ licenses: 1 }, 'licenses'],
  [{ ram: 1000 }, 'ram'],
  [{ cpus: 1 }, 'cpus'],
])('a pool of %j is not enough for two routers', (limit, what) => {
  const { model, user, lab } = world();
  createPool(model, { label: 'small', users: [user.id], ...limit });
  expect(() => startLab(model, lab)).toThrow(`not enough ${what}`);
});

test('what runs is counted, and its pool is kept', () => {
  const { clock, model, user, lab } = world();
  const pool = createPool(model, { label: 'ours', users: [user.id], licenses: 2, ram: 4096, cpus: 4 });
  startLab(model, lab);
  expect(poolUsage(model, pool)).toMatchObject({
    limit: { licenses: 2, ram: 4096, cpus: 4, disk_space: null },
    usage: { licenses: 2, cpus: 2, disk_space: 1 },
  });
  expect(statusOf(() => removePool(model, pool))).toBe(409);
  stopLab(model, lab);
  clock.step(60_000);
  expect(statusOf(() => removePool(model, pool))).toBe(204);
});

test('what a pool leaves open its template says', () => {
  const { model, user, lab } = world();
  const [pool] = createPoolsApart(model, { label: 'each', users: [user.id], licenses: 1 });
  if (!pool) throw new Error('each user has a pool');
  expect(poolUsage(model, pool)).toMatchObject({ limit: { licenses: 1 } });
  expect(statusOf(() => startLab(model, lab))).toBe(400);
  changePool(model, pool, { licenses: 5 });
  expect(statusOf(() => startLab(model, lab))).toBe(204);
});

test('a user is in one pool at most, and must exist', () => {
  const { model, user } = world();
  createPool(model, { label: 'first', users: [user.id] });
  const second = createPool(model, { label: 'second', users: [user.id] });
  expect(poolOf(model, user.id)).toBe(second);
  expect(statusOf(() => changePool(model, second, { users: ['nobody'] }))).toBe(400);
});

test('keys are of the labs one asks for, of what runs and has a console or a screen', () => {
  const { clock, model, lab } = world();
  const keys = (labs: readonly Lab[]) => [consoleKeys(model, labs), screenKeys(model, labs)];
  expect(keys([lab])).toEqual([{}, {}]);
  startLab(model, lab);
  clock.step(3_600_000);
  expect(keys([])).toEqual([{}, {}]);
  const [consoles = {}, screens = {}] = keys([lab]);
  const told = Object.values(consoles);
  expect(told).toHaveLength(3);
  expect(told).toContainEqual(expect.objectContaining({ label: 'R2', driver: 'IOL', lab_id: lab.id, line: 0 }));
  expect(Object.values(screens)).toEqual([expect.objectContaining({ label: 'R1', driver: 'KVM' })]);
});
