import type { SessionId } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import { about, type ScheduleDeps } from './deps.ts';
import type { ScheduleStep } from './plan-schedule.ts';
import { takeTogether } from './take-together.ts';

type Placing = Extract<ScheduleStep, { do: 'schedule' }>;
type Explaining = Extract<ScheduleStep, { do: 'explain' }>;

/** Large enough that a round trip is no matter, small enough that whoever reads in between does not wait. */
const atOnce = 250;

/**
 * Side by side, so that the store makes many durable at once. Reserve first, then the sessions' yes, then the confirmation,
 * each for many at a time; whatever is lost between them, or within one of them, the next look settles.
 */
export async function takeAll(steps: readonly ScheduleStep[], deps: ScheduleDeps): Promise<void> {
  for (const step of steps) {
    if (step.do !== 'plan') continue;
    const { workerId, template, reason } = step;
    await deps.controlPlane.send('PlanWorker', { workerId, template, reason }, about(workerId, deps));
  }
  await placeInTurn(steps, deps);
  const explaining = steps.filter((step) => step.do === 'explain');
  for (let from = 0; from < explaining.length; from += atOnce)
    await Promise.all(explaining.slice(from, from + atOnce).map(async (step) => explain(step, deps)));
}

/** Those before a cohort have their places before it. Whoever waits for an answer gets it with the first of them, not after the last. */
async function placeInTurn(steps: readonly ScheduleStep[], deps: ScheduleDeps): Promise<void> {
  let placings: Placing[] = [];
  for (const step of steps) {
    if (step.do === 'schedule') placings.push(step);
    if (step.do !== 'schedule-together' && placings.length < atOnce) continue;
    await placeAll(placings, deps);
    placings = [];
    if (step.do === 'schedule-together') await takeTogether(step.seats, deps);
  }
  await placeAll(placings, deps);
}

async function explain({ session, verdict }: Explaining, deps: ScheduleDeps): Promise<void> {
  await deps.controlPlane.send('GiveVerdict', { sessionId: session.id, verdict }, about(session.id, deps));
}

async function placeAll(placings: readonly Placing[], deps: ScheduleDeps): Promise<void> {
  const groups = [...Map.groupBy(placings, ({ placed }) => placed.worker.id)];
  const held = (await Promise.all(groups.map(async ([id, group]) => reserve(id, group, deps)))).flat();
  const [first] = held;
  if (first === undefined) return;
  const places = held.map(toldTo);
  await deps.controlPlane.send('ScheduleSessions', { places }, about(first.session.id, deps));
  await confirm(held, deps);
}

/** Those whose place is held now. Where the worker has changed since we looked, one that does not fit takes no other's place. */
async function reserve(workerId: WorkerId, group: readonly Placing[], deps: ScheduleDeps): Promise<readonly Placing[]> {
  const [first] = group;
  if (first === undefined) return [];
  const reservations = group.map(({ reservation }) => reservation);
  const options = about(group.length === 1 ? first.session.id : workerId, deps);
  const { ok } = await deps.controlPlane.send('ReserveCapacity', { workerId, reservations }, options);
  if (ok) return group;
  const held: Placing[] = [];
  if (group.length > 1) for (const each of group) held.push(...(await reserve(workerId, [each], deps)));
  return held;
}

function toldTo({ session, reservation, placed }: Placing) {
  const { worker, window, why, verdict } = placed;
  const { id: reservationId, from, until, ports } = reservation;
  const placement = { workerId: worker.id, workerName: worker.name, reservationId, from, until, ports, why };
  return { sessionId: session.id, placement, timeslot: { start: window.start, end: window.end }, verdict };
}

/** Only what a session says it has taken is confirmed: some may have been ended meanwhile. */
async function confirm(held: readonly Placing[], deps: ScheduleDeps): Promise<void> {
  const { controlPlane } = deps;
  const sessions = await controlPlane.list('session');
  const taken = new Map<SessionId, string | undefined>(
    sessions.map(({ id, placement }) => [id, placement?.reservationId]),
  );
  const yes = held.filter(({ session, reservation }) => taken.get(session.id) === reservation.id);
  const groups = [...Map.groupBy(yes, ({ placed }) => placed.worker.id)];
  await Promise.all(
    groups.map(async ([workerId, group]) => {
      const reservationIds = group.map(({ reservation }) => reservation.id);
      return controlPlane.send('ConfirmReservations', { workerId, reservationIds }, about(workerId, deps));
    }),
  );
}
