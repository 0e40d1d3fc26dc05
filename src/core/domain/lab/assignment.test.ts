import { describe, expect, test } from 'vitest';
import type { Actor, Role } from '../access/index.ts';
import { testNow } from '../testing/index.ts';
import { theLab as id, seen } from '../testing/lab-reports.ts';
import {
  assignLab,
  evolveLab,
  type LabDecision,
  type LabRecord,
  maySeeLab,
  mayUseLab,
  mostPeople,
  reportLab,
  unassignLab,
} from './index.ts';

const asked = { by: 'ana', reason: 'her class', at: testNow };
const uma = { id: 'uma', name: 'Uma' };

function found(): LabRecord {
  const decided = reportLab({ id, lab: undefined }, seen(), testNow);
  const lab = decided.ok ? decided.value.reduce<LabRecord | undefined>(evolveLab, undefined) : undefined;
  if (lab === undefined) throw new Error('nothing was recorded');
  return lab;
}

function after(lab: LabRecord, ...decisions: readonly ((lab: LabRecord) => LabDecision)[]): LabRecord {
  return decisions.reduce((before, decide) => {
    const decided = decide(before);
    if (!decided.ok) throw new Error(decided.rejection.code);
    return decided.value.reduce(evolveLab, before);
  }, lab);
}

function actor(personId: string, ...roles: readonly Role[]): Actor {
  return { id: personId, name: personId, roles };
}

describe('a lab that is assigned', () => {
  test('is given to each person once, at the level that was said last', () => {
    const lab = after(
      found(),
      (before) => assignLab(before, { ...uma, level: 'view' }, asked),
      (before) => assignLab(before, { id: 'bob', name: 'Bob', level: 'view' }, asked),
      (before) => assignLab(before, { ...uma, level: 'operate' }, asked),
    );
    expect(lab.assignments?.map((each) => `${each.id} ${each.level} ${each.by}`)).toEqual([
      'uma operate ana',
      'bob view ana',
    ]);
    expect(assignLab(lab, { ...uma, level: 'operate' }, asked)).toEqual({ ok: true, value: [] });
  });

  test('is taken back from one and stays with the others; from who does not have it, it is refused', () => {
    const lab = after(
      found(),
      (before) => assignLab(before, { ...uma, level: 'view' }, asked),
      (before) => assignLab(before, { id: 'bob', name: 'Bob', level: 'view' }, asked),
      (before) => unassignLab(before, 'uma', asked),
    );
    expect(lab.assignments?.map((each) => each.id)).toEqual(['bob']);
    expect(unassignLab(lab, 'uma', asked)).toMatchObject({ rejection: { code: 'lab.not-assigned', personId: 'uma' } });
  });

  test('has a bounded number of people, of whom each may still be given another level', () => {
    const names = Array.from({ length: mostPeople }, (_, index) => `p${index}`);
    const full = after(
      found(),
      ...names.map((name) => (lab: LabRecord) => assignLab(lab, { id: name, name, level: 'view' }, asked)),
    );
    expect(assignLab(full, { ...uma, level: 'view' }, asked)).toMatchObject({
      rejection: { code: 'lab.too-many-people', most: 50 },
    });
    expect(assignLab(full, { id: 'p7', name: 'p7', level: 'operate' }, asked).ok).toBe(true);
  });

  test('may be taken back, and not given, when there is no such lab any more', () => {
    const given = after(found(), (lab) => assignLab(lab, { ...uma, level: 'view' }, asked));
    const closed: LabRecord = { ...given, status: 'deleted' };
    expect(assignLab(closed, { id: 'bob', name: 'Bob', level: 'view' }, asked)).toMatchObject({
      rejection: { code: 'lab.wrong-state', status: 'deleted', order: 'assign' },
    });
    expect(unassignLab(closed, 'uma', asked).ok).toBe(true);
  });
});

test.each([
  [actor('uma', 'user'), 'view', 'sees it'],
  [actor('uma', 'user'), 'operate', 'sees and uses it'],
  [actor('eve', 'user'), 'operate', 'knows nothing of it'],
  [actor('uma'), 'operate', 'knows nothing of it'],
  [actor('eve', 'lab-author'), 'view', 'sees it'],
  [actor('uma', 'lab-author'), 'operate', 'sees and uses it'],
  [actor('eve', 'manager'), 'view', 'sees and uses it'],
] as const)('%o of a lab that uma has to %s: %s', (viewer, level, expected) => {
  const lab = after(found(), (before) => assignLab(before, { ...uma, level }, asked));
  const uses = mayUseLab(viewer, lab) ? 'sees and uses it' : 'sees it';
  expect(maySeeLab(viewer, lab) ? uses : 'knows nothing of it').toBe(expected);
});
