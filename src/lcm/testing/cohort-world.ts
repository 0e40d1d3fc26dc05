import { demoDefinition, furnish, openTestPlane, type PlaneOptions } from '@lcm/control-plane-api/testing/plane';
import { hour, testNow } from '@lcm/core/domain/testing';
import { peakUsage, resources } from '@lcm/core/domain/worker';
import { instant, SeededRandom, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import { expect } from 'vitest';

/** Two hosts of four seats are the most there can be. */
const ceiling = 2;
export const mostPlaces = 8;
export const cohortStart = toIso(instant(testNow + 2 * hour));

const settings = defaultPlacementSettings;

/** A control plane in which cohorts are booked, and a scheduler that looks when it is told to. */
export async function cohortWorld(options: PlaneOptions = {}) {
  const opened = await openTestPlane(options);
  const { plane, call, views, clock } = opened;
  const book = async (fields: object) => {
    const asked = { definitionId: demoDefinition, name: 'Class', start: cohortStart, ...fields };
    const answer = call('BookCohort', asked, { role: 'manager', id: 'mia' });
    for (let turn = 0; turn < 2_000; turn += 1) await Promise.resolve();
    clock.step(4_000);
    return answer;
  };
  const look = async (controlPlane: ControlPlane = plane.forService('scheduler'), token = 2) => {
    const fence = () => ({ election: 'resource-scheduler', token });
    const random = new SeededRandom(clock.now() + token);
    const { signal } = new AbortController();
    return scheduleReconciler({ controlPlane, clock, random, settings, fence }).reconcile('fleet', signal);
  };
  const sessions = () => views.list('session').map(({ state }) => state);
  const claims = () => views.list('worker').flatMap(({ state }) => Object.values(state.reservations));
  return { ...opened, book, look, sessions, claims };
}

export type CohortWorld = Awaited<ReturnType<typeof cohortWorld>>;

/** The same, with a lab to book and a fleet that may not grow beyond what tests count on. */
export async function furnishedCohortWorld(options: PlaneOptions = {}): Promise<CohortWorld> {
  const world = await cohortWorld(options);
  await furnish(world.call);
  await world.call('ChangeSettings', { values: { 'fleet.ceilingPerRegion': ceiling } });
  return world;
}

/** Each has a place that is confirmed, or none of them has any; and nothing else is held. */
export function expectAllOrNone({ sessions, claims, views }: CohortWorld): void {
  const statuses = new Set(sessions().map(({ status }) => status));
  expect([...statuses]).toHaveLength(1);
  const placed = sessions().flatMap(({ placement }) => placement?.reservationId ?? []);
  expect(new Set(claims().map(({ id }) => id))).toEqual(new Set(placed));
  expect(claims().every(({ confirmed }) => confirmed)).toBe(true);
  for (const { state } of views.list('worker')) {
    const used = peakUsage(Object.values(state.reservations), testNow, instant(testNow + 24 * hour));
    for (const resource of resources) expect(used[resource]).toBeLessThanOrEqual(state.spec.capacity[resource]);
  }
}
