import { saidSettings, settingsId } from '@lcm/core/domain/settings';
import { type Clock, type Random, unreachable } from '@lcm/core/kernel';
import { learn, nextFleetLook, type PlacementSettings, planFleet, withSettings } from '@lcm/core/placement';
import type { ControlPlane, SendOptions } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler } from '@lcm/core/reconcile';
import { answer } from './answer-wish.ts';
import { about, type ScheduleDeps } from './deps.ts';
import { planRearrangement } from './plan-rearrangement.ts';
import { planReservations, type ReservationStep } from './plan-reservations.ts';
import { planSchedule, type Snapshot } from './plan-schedule.ts';
import { planWishes } from './plan-wishes.ts';
import { takeAll } from './take-all.ts';

/** The whole fleet is one thing to decide about: placements must see each other. */
export type FleetKey = 'fleet';

/** Verdicts name times that pass, and unconfirmed reservations run out: look again this often at the latest. */
const longestMs = 5 * 60_000;
const shortestMs = 1_000;

/** How often places that are given already are thought over. */
const rearrangeEveryMs = 20 * 60_000;

/** Looks at all calendars, places what waits, settles reservations, and says which hosts shall run. */
export function scheduleReconciler(deps: ScheduleDeps): Reconciler<FleetKey> {
  // A new leader begins by doing it, which does no harm.
  let rearrangedAt = Number.NEGATIVE_INFINITY;
  return {
    name: 'schedule',
    async reconcile(): Promise<Next> {
      const { controlPlane, clock, random } = deps;
      const [sessions, templates] = [await controlPlane.list('session'), await controlPlane.list('template')];
      const byId = new Map(sessions.map((session) => [session.id, session]));
      let workers = await controlPlane.list('worker');
      const settings = { ...(await settingsNow(deps)), learned: learn(workers, sessions) };
      const unsettled = planReservations(workers, byId, clock.now());
      for (const step of unsettled) await settle(step, deps);
      if (unsettled.length > 0) workers = await controlPlane.list('worker');
      const isAsked = sessions.some(({ status, wish }) => status === 'pending' || wish?.kind === 'move');
      // Only placements want to know, and of a large fleet it is much to read.
      const labs = isAsked ? await controlPlane.list('lab') : [];
      const wishes = planWishes({ sessions, workers, labs, templates, settings, now: clock.now() }, random);
      for (const wish of wishes) await answer(wish, deps);
      if (wishes.length > 0) workers = await controlPlane.list('worker');
      const steps = planSchedule({ sessions, workers, labs, templates, settings, now: clock.now() }, random);
      await takeAll(steps, deps);
      let fleet: Snapshot['workers'] = steps.length > 0 ? await controlPlane.list('worker') : workers;
      const now = clock.now();
      const isDue = now >= rearrangedAt + rearrangeEveryMs;
      if (isDue) rearrangedAt = now;
      if (isDue || fleet.some(({ status, desired }) => desired === 'running' && status !== 'running')) {
        const snapshot = { sessions, workers: fleet, labs, templates, settings, now };
        fleet = await rearranged(snapshot, isDue ? 'fewer-hosts' : 'host-is-late', deps);
      }
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

/** Sessions of which nothing exists yet go where they need fewer hosts. */
async function rearranged(
  snapshot: Snapshot,
  why: Parameters<typeof planRearrangement>[2],
  deps: ScheduleDeps,
): Promise<Snapshot['workers']> {
  const { controlPlane, random } = deps;
  if (!snapshot.sessions.some(({ status }) => status === 'scheduled')) return snapshot.workers;
  const labs = await controlPlane.list('lab');
  const moves = planRearrangement({ ...snapshot, labs }, random, why);
  for (const move of moves) await answer(move, deps);
  return moves.length > 0 ? controlPlane.list('worker') : snapshot.workers;
}

/** What people have changed counts from the next look on. */
async function settingsNow({ controlPlane, settings }: ScheduleDeps): Promise<PlacementSettings> {
  return withSettings(settings, saidSettings(await controlPlane.get('settings', settingsId)));
}

function hasUnconfirmed({ reservations }: { reservations: Record<string, { confirmed: boolean }> }): boolean {
  return Object.values(reservations).some(({ confirmed }) => !confirmed);
}

async function settle(step: ReservationStep, deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  const { worker, reservation } = step;
  const options = about(reservation.sessionId, deps);
  const of = { workerId: worker.id, reservationId: reservation.id };
  switch (step.do) {
    case 'confirm':
      await controlPlane.send('ConfirmReservation', of, options);
      return;
    case 'resize':
      await controlPlane.send('ResizeReservation', { ...of, ...step.to }, options);
      return;
    case 'release':
      await controlPlane.send('ReleaseReservation', { ...of, reason: step.reason }, options);
      return;
    case 'take-back': {
      const { sessionId } = reservation;
      const closed = await controlPlane.send(
        'RefuseReservation',
        { sessionId, reservationId: reservation.id },
        options,
      );
      const nobodys = !closed.ok && closed.rejection.code === 'session.unknown';
      if (!closed.ok && !nobodys) return;
      await controlPlane.send('ReleaseReservation', { ...of, reason: 'its session never took it' }, options);
      return;
    }
    default:
      unreachable(step);
  }
}
