import type { Actor } from '@lcm/core/domain/access';
import { openPause, type Session, type SessionStatus } from '@lcm/core/domain/session';
import { instant, toIso } from '@lcm/core/kernel';
import { admin, attempt, idOf, type PeopleOptions } from '../asking.ts';
import { endByHand } from '../fleet/console.ts';
import { attend } from './attend.ts';
import { candidates, pickOne } from './bookings.ts';
import { manager } from './classes.ts';

const minute = 60_000;
const hour = 60 * minute;

/** People who want another time, another place or another go, and hosts that are lost under whoever works there. */
export async function change(options: PeopleOptions): Promise<void> {
  const { clock, staff, profile } = options.world;
  const longestMs = (profile.name === 'month' ? 12 : 3) * hour;
  while (options.going()) {
    await clock.sleep(staff.next() * longestMs);
    if (options.going()) await changeOne(options);
  }
}

interface Change {
  /** Of the sessions it may be done to. */
  readonly of: readonly SessionStatus[];
  readonly make: (session: Session, options: PeopleOptions) => Promise<unknown>;
}

const waiting: readonly SessionStatus[] = ['scheduled'];
const open: readonly SessionStatus[] = ['ready', 'running'];

/** What happens most stands there more than once. */
const changes: readonly Change[] = [
  { of: [...waiting, ...open], make: extend },
  { of: open, make: extend },
  { of: waiting, make: move },
  { of: waiting, make: requeue },
  { of: waiting, make: rename },
  { of: open, make: reset },
  { of: open, make: reset },
  { of: open, make: holdUp },
  { of: ['running'], make: rest },
  { of: open, make: loseHost },
  { of: open, make: loseHost },
  { of: open, make: loseHost },
  { of: open, make: takeHost },
  { of: ['archived'], make: restart },
  { of: open, make: cutDelivery },
];

/** One that nobody is there for is not made: open sessions are rare at night. */
async function changeOne(options: PeopleOptions): Promise<void> {
  const { staff, auditor } = options.world;
  const chosen = pickOne(changes, staff);
  const possible = [...auditor.sessions.values()].filter(({ status }) => chosen?.of.includes(status));
  // The last ones: what is long over is of no interest to anybody.
  const session = pickOne(possible.slice(-6), staff);
  if (session !== undefined) await chosen?.make(session, options);
}

function ownerOf({ ownerId }: Session): Actor {
  return candidates.find(({ id }) => id === ownerId) ?? manager;
}

async function extend(session: Session, { world, host }: PeopleOptions): Promise<void> {
  const minutes = 10 + Math.floor(world.staff.next() * 50);
  await attempt(() => host.call('ExtendSession', { sessionId: session.id, minutes }, ownerOf(session)));
}

async function move(session: Session, { world, host }: PeopleOptions): Promise<void> {
  const { clock, staff } = world;
  const start = toIso(instant(clock.now() + (1 + staff.next() * 12) * hour));
  await attempt(() => host.call('MoveSession', { sessionId: session.id, start }, ownerOf(session)));
}

async function requeue({ id }: Session, { host }: PeopleOptions): Promise<void> {
  await attempt(() => host.call('RequeueSession', { sessionId: id }, manager));
}

async function rename({ id }: Session, { host }: PeopleOptions): Promise<void> {
  await attempt(() => host.call('RenameSession', { sessionId: id, name: 'Renamed' }, manager));
}

async function reset({ id }: Session, { host }: PeopleOptions): Promise<void> {
  await attempt(() => host.call('ResetSession', { sessionId: id }, manager));
}

async function restart(session: Session, options: PeopleOptions): Promise<void> {
  const owner = ownerOf(session);
  const input = { sessionId: session.id, durationMinutes: 30 };
  const booked = await attempt(() => options.host.call('RestartSession', input, owner));
  if (booked?.ok) void attend(options, { id: idOf(booked.body), owner });
}

/** A fire alarm, say: nobody works until an operator lets them. */
async function holdUp({ id }: Session, { world, host }: PeopleOptions): Promise<void> {
  await attempt(() => host.call('PauseDelivery', { sessionId: id, reason: 'everybody out' }, manager));
  await world.clock.sleep(world.staff.next() * 25 * minute);
  const isHeld = openPause(world.auditor.sessions.get(id) ?? {}) !== undefined;
  if (isHeld) await attempt(() => host.call('ResumeDelivery', { sessionId: id }, manager));
}

/** The candidate goes for a coffee, past us. */
async function rest({ delivery }: Session, { world }: PeopleOptions): Promise<void> {
  if (delivery === undefined) return;
  world.lds.act(delivery.id, 'pause');
  await world.clock.sleep(world.staff.next() * 15 * minute);
  world.lds.act(delivery.id, 'resume');
}

/**
 * Somebody ends its instance in the AWS console, or AWS does: of the one that lasts longest, since only then is there time to
 * go on elsewhere.
 */
async function loseHost(_: Session, { world }: PeopleOptions): Promise<void> {
  const { auditor, clock, ec2 } = world;
  const [last] = [...auditor.sessions.values()]
    .filter(({ status }) => open.includes(status))
    .toSorted((a, b) => endOf(b) - endOf(a));
  if (last === undefined || endOf(last) - clock.now() < 30 * minute) return;
  const instance = auditor.workers.get(last.placement?.workerId ?? '')?.instanceId;
  const isThere = ec2.truth.some(({ id, state }) => id === instance && state === 'running');
  if (instance !== undefined && isThere) endByHand(world, instance);
}

function endOf({ timeslot }: Session): number {
  return timeslot?.end ?? 0;
}

/** An admin needs the host now, whoever is on it; some think better of it. */
async function takeHost({ placement }: Session, { world, host }: PeopleOptions): Promise<void> {
  if (placement === undefined) return;
  const { workerId } = placement;
  const of = { workerId, reason: 'its disk is failing' };
  await attempt(() => host.call('DrainWorker', of, admin));
  await world.clock.sleep(world.staff.next() * 20 * minute);
  await attempt(() => host.call('ForceDrain', of, admin));
  if (world.staff.next() < 0.3) await attempt(() => host.call('CancelDrain', { workerId }, admin));
}

/** Longer than anybody waits for it: sessions go on without. */
async function cutDelivery(_: Session, { world }: PeopleOptions): Promise<void> {
  world.troubles.note('the delivery system was down for long');
  world.lds.arm({ kind: 'outage', forMs: Math.ceil((20 + world.staff.next() * 70) * minute) });
}
