import { saidSettings, settingsId } from '@lcm/core/domain/settings';
import { type Clock, type Random, unreachable } from '@lcm/core/kernel';
import { learn, nextFleetLook, type PlacementSettings, planFleet, withSettings } from '@lcm/core/placement';
import type { ControlPlane, SendOptions } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler } from '@lcm/core/reconcile';
import { answer } from './answer-wish.ts';
import { about, type ScheduleDeps } from './deps.ts';
import { planCohorts } from './plan-cohorts.ts';
import { planReservations } from './plan-reservations.ts';
import { planSchedule, type ScheduleStep } from './plan-schedule.ts';
import { planWishes } from './plan-wishes.ts';
import { settle } from './settle-reservation.ts';
import { settleCohort, takeTogether } from './take-together.ts';

/** The whole fleet is one thing to decide about: placements must see each other. */
export type FleetKey = 'fleet';

/** Verdicts name times that pass, and unconfirmed reservations run out: look again this often at the latest. */
const longestMs = 5 * 60_000;
const shortestMs = 1_000;

/** Looks at all calendars, places what waits, settles reservations, and says which hosts shall run. */
export function scheduleReconciler(deps: ScheduleDeps): Reconciler<FleetKey> {
  return {
    name: 'schedule',
    async reconcile(): Promise<Next> {
      const { controlPlane, clock, random } = deps;
      await settleCohorts(deps);
      const [sessions, templates] = [await controlPlane.list('session'), await controlPlane.list('template')];
      const byId = new Map(sessions.map((session) => [session.id, session]));
      let workers = await controlPlane.list('worker');
      const settings = { ...(await settingsNow(deps)), learned: learn(workers, sessions) };
      for (const step of planReservations(workers, byId, clock.now())) {
        await settle(step, deps);
        workers = await controlPlane.list('worker');
      }
      const isAsked = sessions.some(({ status, wish }) => status === 'pending' || wish?.kind === 'move');
      // Only placements want to know, and of a large fleet it is much to read.
      const labs = isAsked ? await controlPlane.list('lab') : [];
      const wishes = planWishes({ sessions, workers, labs, templates, settings, now: clock.now() }, random);
      for (const wish of wishes) await answer(wish, deps);
      if (wishes.length > 0) workers = await controlPlane.list('worker');
      const steps = planSchedule({ sessions, workers, labs, templates, settings, now: clock.now() }, random);
      for (const step of steps) await take(step, deps);
      const fleet = steps.length > 0 ? await controlPlane.list('worker') : workers;
      const now = clock.now();
      // Refused: something has happened on the worker since we looked, and it will be looked at again.
      for (const { worker, ...wish } of planFleet(fleet, settings, now)) {
        await controlPlane.send('AskWorker', { workerId: worker.id, ...wish }, about(worker.id, deps));
      }
      const waits = isAsked || wishes.length > 0 || fleet.some(hasUnconfirmed);
      const next = Math.min(nextFleetLook(fleet, settings, now), waits ? settings.confirmWithinMs : longestMs);
      return again(Math.max(shortestMs, Math.min(next, longestMs)), 'the calendar moves on');
    },
  };
}

/** What a look that was interrupted has left of them comes first: sessions and calendars are then as everybody knows them. */
async function settleCohorts(deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  const steps = planCohorts(await controlPlane.list('worker'), await controlPlane.list('session'));
  for (const step of steps) await settleCohort(step, deps);
}

/** What people have changed counts from the next look on. */
async function settingsNow({ controlPlane, settings }: ScheduleDeps): Promise<PlacementSettings> {
  return withSettings(settings, saidSettings(await controlPlane.get('settings', settingsId)));
}

function hasUnconfirmed({ reservations }: { reservations: Record<string, { confirmed: boolean }> }): boolean {
  return Object.values(reservations).some(({ confirmed }) => !confirmed);
}

/** Reserve first, then the session's yes, then the confirmation; whatever is lost between them the next look settles. */
async function take(step: ScheduleStep, deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  switch (step.do) {
    case 'plan': {
      const { workerId, template, reason } = step;
      await controlPlane.send('PlanWorker', { workerId, template, reason }, about(workerId, deps));
      return;
    }
    case 'explain':
      await controlPlane.send(
        'GiveVerdict',
        { sessionId: step.session.id, verdict: step.verdict },
        about(step.session.id, deps),
      );
      return;
    case 'schedule':
      await schedule(step, deps);
      return;
    case 'schedule-together':
      await takeTogether(step.seats, deps);
      return;
    default:
      unreachable(step);
  }
}

async function schedule(step: Extract<ScheduleStep, { do: 'schedule' }>, deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  const { session, reservation, placed } = step;
  const { worker, window, why } = placed;
  const options = about(session.id, deps);
  const reserved = await controlPlane.send(
    'ReserveCapacity',
    { workerId: worker.id, reservations: [reservation] },
    options,
  );
  // Refused: the worker has changed since we looked, and will be looked at again.
  if (!reserved.ok) return;
  const { id: reservationId, from, until, ports } = reservation;
  const told = await controlPlane.send(
    'ScheduleSession',
    {
      sessionId: session.id,
      placement: { workerId: worker.id, workerName: worker.name, reservationId, from, until, ports, why },
      timeslot: { start: window.start, end: window.end },
      verdict: placed.verdict,
    },
    options,
  );
  if (told.ok) await controlPlane.send('ConfirmReservation', { workerId: worker.id, reservationId }, options);
}
