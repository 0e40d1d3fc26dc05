import { expect, test } from 'vitest';
import { aReservation, aTemplate, aWorker, minutes, noon } from '../testing/fixtures.ts';
import { needsAttention } from './attention.ts';
import { monthOfTemplate } from './cost.ts';

const spent = { ranMs: 0, hostUsd: 90, existedMs: 0, volumeUsd: 2 };
const worker = aWorker({
  spec: { ...aWorker().spec, hourlyCostUsd: 4 },
  cost: { since: minutes(-600), starts: 1, runsSince: minutes(-60), months: { '2026-11': spent, '2026-10': spent } },
  reservations: { res_1: aReservation({ from: minutes(-10), until: minutes(90) }) },
});

function budgetWords(monthlyBudgetUsd: number | undefined): readonly (readonly [string, string])[] {
  const templates = [aTemplate({ monthlyBudgetUsd })];
  const found = needsAttention({ workers: [worker], sessions: [], templates }, noon);
  return found.map(({ why, severity }) => [severity, why]);
}

test('a month’s cost is what is over, what lasts, and what is booked', () => {
  expect(monthOfTemplate('metal', [worker], noon)).toEqual({ spentUsd: 96, bookedUsd: 6 });
  expect(monthOfTemplate('other', [worker], noon)).toEqual({ spentUsd: 0, bookedUsd: 0 });
});

test('a budget needs attention when it is used up, and before, when what is booked will', () => {
  expect(budgetWords(undefined)).toEqual([]);
  expect(budgetWords(102)).toEqual([]);
  expect(budgetWords(100)).toEqual([['warning', 'With what is booked it will cost $102.00 of $100.00 for this month']]);
  expect(budgetWords(95)).toEqual([['danger', 'Has cost $96.00 of $95.00 for this month: no new worker is made']]);
});
