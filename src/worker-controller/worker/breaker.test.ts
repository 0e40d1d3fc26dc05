import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fleet } from '../testing/fleet.ts';
import { tooManyAtOnce } from './breaker.ts';

const minute = 60_000;

test('more than a fifth, and never fewer than three, are too many to be dead at once', () => {
  expect(tooManyAtOnce({ hosts: 2, dead: 2 })).toBe(false);
  expect(tooManyAtOnce({ hosts: 10, dead: 2 })).toBe(false);
  expect(tooManyAtOnce({ hosts: 10, dead: 3 })).toBe(true);
  expect(tooManyAtOnce({ hosts: 20, dead: 4 })).toBe(false);
  expect(tooManyAtOnce({ hosts: 20, dead: 5 })).toBe(true);
});

describe('a blackout', () => {
  test.each(['hidden', 'cut-off'] as const)('of half the fleet, %s, ends nobody and is said', async (how) => {
    const fleet = new Fleet(8);
    await fleet.live(5 * minute);
    const dark = fleet.ids.slice(0, 4);
    for (const id of dark) fleet.darken(id, how);
    await fleet.live(60 * minute);
    expect(fleet.believedDead).toBe(0);
    expect(fleet.cloud.alive).toHaveLength(8);
    for (const id of dark) {
      expect(fleet.worker(id)).toMatchObject({ status: 'running', service: 'available' });
      expect(fleet.worker(id).heldBack?.reason).toMatch('of 8 hosts look dead at once');
    }
  });

  test('that is over leaves everything as it was', async () => {
    const fleet = new Fleet(8);
    for (const id of fleet.ids) fleet.darken(id, 'cut-off');
    await fleet.live(20 * minute);
    for (const id of fleet.ids) fleet.lighten(id);
    await fleet.live(5 * minute);
    for (const id of fleet.ids) expect(fleet.worker(id)).toMatchObject({ service: 'available', heldBack: undefined });
    expect(fleet.believedDead).toBe(0);
  });

  test('that a new leader comes into ends nobody either', async () => {
    const fleet = new Fleet(8);
    for (const id of fleet.ids.slice(0, 4)) fleet.darken(id, 'hidden');
    for (let leader = 0; leader < 5; leader += 1) {
      await fleet.live(3 * minute);
      fleet.restart();
    }
    await fleet.live(10 * minute);
    expect(fleet.believedDead).toBe(0);
  });

  test('that becomes a few that are really dead is acted on', async () => {
    const fleet = new Fleet(10);
    for (const id of fleet.ids.slice(0, 4)) fleet.darken(id, 'hidden');
    await fleet.live(20 * minute);
    expect(fleet.believedDead).toBe(0);
    for (const id of fleet.ids.slice(2, 4)) fleet.lighten(id);
    await fleet.live(20 * minute);
    expect(fleet.worker(fleet.ids[0] ?? fail()).launch).toBe(2);
    expect(fleet.believedDead).toBe(2);
  });

  test('is none when EC2 itself says that they were ended', async () => {
    const fleet = new Fleet(6);
    for (const id of fleet.ids.slice(0, 5)) await fleet.cloud.terminate('us-east-1', fleet.hostOf(id));
    await fleet.live(10 * minute);
    for (const id of fleet.ids.slice(0, 5)) expect(fleet.worker(id).launch).toBe(2);
  });

  test('never ends more than a fifth of the hosts, whenever it takes whom', async () => {
    const how = fc.constantFrom('hidden' as const, 'cut-off' as const);
    const darkening = fc.array(fc.record({ host: fc.nat(19), how, afterMs: fc.nat(2 * minute) }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 20 }), darkening, async (hosts, begins) => {
        const fleet = new Fleet(hosts);
        await fleet.live(minute);
        for (const begin of begins) {
          const id = fleet.ids[begin.host % hosts] ?? fail();
          if (fleet.worker(id).instanceId !== undefined) fleet.darken(id, begin.how);
          await fleet.live(begin.afterMs);
        }
        await fleet.live(8 * minute);
        expect(fleet.believedDead).toBeLessThanOrEqual(Math.max(2, Math.floor(hosts / 5)));
      }),
      { numRuns: 8 },
    );
  });
});

function fail(): never {
  throw new Error('no such host');
}
