import { expect, test } from 'vitest';
import { aLab } from '../testing/fixture-labs.ts';
import { admin, aWorker, user } from '../testing/fixtures.ts';
import { planBulk, whyNotBulk } from './lab-bulk.ts';
import { whyNotLab } from './lab-orders.ts';
import { whyNotAssign } from './lab-people.ts';
import type { LabLevel } from './views.ts';

function aLabOf(level: LabLevel) {
  return aLab({
    assignments: [{ id: user.id, name: 'U', level, by: '', reason: 'class', at: '2026-11-21T09:00:00.000Z' }],
  });
}

const fleet = { actor: user, hostOf: () => aWorker() };

test('who has a lab to operate may start it and nothing that destroys; who may only look is told so', () => {
  const host = aWorker();
  expect(whyNotLab(user, 'start', { lab: aLabOf('operate'), host })).toBeUndefined();
  expect(whyNotLab(user, 'wipe', { lab: aLabOf('operate'), host })).toBe('Needs the role manager or admin');
  expect(whyNotLab(user, 'start', { lab: aLabOf('view'), host })).toBe('It is assigned to you to look at only');
  expect(whyNotLab(user, 'start', { lab: aLab(), host })).toBe('Needs the role manager or admin');
});

test('an order to many is for those of them that one has to operate', () => {
  const labs = [aLabOf('operate'), aLabOf('view')];
  expect(whyNotBulk(fleet, 'start', aLabOf('operate'))).toBeUndefined();
  expect(planBulk(fleet, 'start', labs).cannot.map(({ why }) => why)).toEqual([
    'It is assigned to you to look at only',
  ]);
});

test('operators assign what is there', () => {
  expect(whyNotAssign(admin, aLab())).toBeUndefined();
  expect(whyNotAssign(user, aLab())).toBe('Needs the role manager or admin');
  expect(whyNotAssign(admin, aLab({ status: 'archived' }))).toContain('there is no such lab any more');
});
