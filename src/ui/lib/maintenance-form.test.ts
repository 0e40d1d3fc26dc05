import { describe, expect, test } from 'vitest';
import { noon } from '../testing/fixtures.ts';
import {
  emptyMaintenance,
  freeFrom,
  maintenanceFault,
  maintenanceOf,
  movedTo,
  sessionsInTheWay,
} from './maintenance-form.ts';
import { troubleOf } from './problem.ts';

const hour = 3_600_000;
const draft = { ...emptyMaintenance(noon + 1), reason: 'CML 2.10' };

describe('maintenance that is being planned', () => {
  test('begins with the next full hour, for two, and needs to say what it is for', () => {
    expect(maintenanceFault(emptyMaintenance(noon), noon)).toBe('Say what it is for');
    expect(maintenanceFault(draft, noon)).toBeUndefined();
    const { from, until } = maintenanceOf(draft);
    expect([Date.parse(from), Date.parse(until)]).toEqual([noon + hour, noon + 3 * hour]);
  });

  test('has to end after it begins, and not in the past', () => {
    expect(maintenanceFault({ ...draft, until: draft.from }, noon)).toContain('after it begins');
    expect(maintenanceFault(draft, noon + 9 * hour)).toContain('over already');
    expect(maintenanceFault({ ...draft, from: '' }, noon)).toContain('from when');
  });

  test('that is refused for sessions moves to the time that the server names, as long as before', () => {
    const details = { sessions: ['ses_1'], freeFrom: noon + 5 * hour + 1 };
    const refused = troubleOf(409, { code: 'worker.maintenance-booked', details });
    expect(sessionsInTheWay(refused)).toEqual(['ses_1']);
    const { from, until } = maintenanceOf(movedTo(draft, freeFrom(refused) ?? 0));
    expect(Date.parse(from)).toBe(noon + 5 * hour + 60_000);
    expect(Date.parse(until) - Date.parse(from)).toBe(2 * hour);
  });

  test('that is refused for other maintenance may follow that', () => {
    const details = { from: noon, until: noon + hour };
    expect(freeFrom(troubleOf(409, { code: 'worker.maintenance-overlaps', details }))).toBe(noon + hour);
    expect(freeFrom(troubleOf(403, {}))).toBeUndefined();
    expect(sessionsInTheWay(undefined)).toEqual([]);
  });
});
