import type { SessionView } from '@lcm/core/contracts/session';
import { unfinishedCohorts } from '@lcm/core/domain/session';
import { saidSettings, settingsId } from '@lcm/core/domain/settings';
import { learn, nextFleetLook, type PlacementSettings, planFleet, withSettings } from '@lcm/core/placement';
import { again, type Next, type Reconciler } from '@lcm/core/reconcile';
import { answer } from './answer-wish.ts';
import { about, type ScheduleDeps } from './deps.ts';
import { planCohorts } from './plan-cohorts.ts';
import { planReservations } from './plan-reservations.ts';
import { planSchedule } from './plan-schedule.ts';
import { planWishes } from './plan-wishes.ts';
import { rearranging } from './rearrange-sessions.ts';
import { settle } from './settle-reservation.ts';
import { takeAll } from './take-all.ts';
import { settleCohort } from './take-together.ts';

/** The whole fleet is one thing to decide about: placements must see each other. */
export type FleetKey = 'fleet';

/** Verdicts name times that pass, and unconfirmed reservations run out: look again this often at the latest. */
const longestMs = 5 * 60_000;
const shortestMs = 1_000;
/** So soon while a cohort is being booked: its seats wait for each other. */
const unfinishedMs = 2_000;

/** Looks at all calendars, places what waits, settles reservations, and says which hosts shall run. */
export function scheduleReconciler(deps: ScheduleDeps): Reconciler<FleetKey> {
  const rearrange = rearranging(deps);
  return {
    name: 'schedule',
    async reconcile(): Promise<Next> {
      const { controlPlane, clock } = deps;
      const isUnfinished = await finishCohorts(deps);
      await settleCohorts(deps);
      const sessions = await controlPlane.list('session');
      await settleAll(sessions, deps);
      const said = saidSettings(await controlPlane.get('settings', settingsId));
      const learned = learn(await controlPlane.list('worker'), sessions);
      const settings = { ...withSettings(deps.settings, said), learned };
      const isBusy = await decide(sessions, settings, deps);
      await rearrange(sessions, settings);
      const fleet = await controlPlane.list('worker');
      const now = clock.now();
      // Refused: something has happened on the worker since we looked, and it will be looked at again.
      for (const { worker, ...wish } of planFleet(fleet, settings, now)) {
        await controlPlane.send('AskWorker', { workerId: worker.id, ...wish }, about(worker.id, deps));
      }
      const waits = isBusy || fleet.some(hasUnconfirmed);
      const longest = waits ? settings.confirmWithinMs : longestMs;
      const next = Math.min(nextFleetLook(fleet, settings, now), isUnfinished ? unfinishedMs : longest);
      return again(Math.max(shortestMs, Math.min(next, longestMs)), 'the calendar moves on');
    },
  };
}

/** What a booking that was interrupted has not written is written now; whether one may still be under way. */
async function finishCohorts(deps: ScheduleDeps): Promise<boolean> {
  const { controlPlane, clock } = deps;
  const now = clock.now();
  const unfinished = unfinishedCohorts(await controlPlane.list('session'), now);
  const due = unfinished.filter(({ dueAt }) => dueAt <= now);
  for (const { id: cohortId } of due) await controlPlane.send('FinishCohort', { cohortId }, about(cohortId, deps));
  return unfinished.length > due.length;
}

/** What a look that was interrupted has left of them comes first: sessions and calendars are then as everybody knows them. */
async function settleCohorts(deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  const steps = planCohorts(await controlPlane.list('worker'), await controlPlane.list('session'));
  for (const step of steps) await settleCohort(step, deps);
}

/** What the sessions say of their places, the calendars learn. */
async function settleAll(sessions: readonly SessionView[], deps: ScheduleDeps): Promise<void> {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const workers = await deps.controlPlane.list('worker');
  for (const step of planReservations(workers, byId, deps.clock.now())) await settle(step, deps);
}

/** Answers who wants something of the calendar; whether somebody did. Who sits already comes before who waits. */
async function decide(
  sessions: readonly SessionView[],
  settings: PlacementSettings,
  deps: ScheduleDeps,
): Promise<boolean> {
  const { controlPlane, clock, random } = deps;
  const waits = sessions.some(({ status }) => status === 'pending');
  const wishes = sessions.some(({ wish }) => wish !== undefined);
  if (!waits && !wishes) return false;
  // Only placements want to know of labs, and of a large fleet it is much to read.
  const [labs, templates] = [await controlPlane.list('lab'), await controlPlane.list('template')];
  const fleet = { sessions, labs, templates, settings };
  const asked = planWishes({ ...fleet, workers: await controlPlane.list('worker'), now: clock.now() }, random);
  for (const wish of asked) await answer(wish, deps);
  const steps = planSchedule({ ...fleet, workers: await controlPlane.list('worker'), now: clock.now() }, random);
  await takeAll(steps, deps);
  return true;
}

function hasUnconfirmed({ reservations }: { reservations: Record<string, { confirmed: boolean }> }): boolean {
  return Object.values(reservations).some(({ confirmed }) => !confirmed);
}
