import { foreignPorts } from '@lcm/core/domain/lab';
import { type Session, sessionCan } from '@lcm/core/domain/session';
import type { Worker } from '@lcm/core/domain/worker';
import type { Instant, Random } from '@lcm/core/kernel';
import { type Movable, planFleet, rearrange, requestOf, rescue, reservationFor, type Saved } from '@lcm/core/placement';
import type { Snapshot } from './plan-schedule.ts';
import type { WishStep } from './wish-step.ts';

/** Further ahead, what is booked and cancelled until then changes it all again. */
const aheadMs = 6 * 60 * 60_000;

/** What is about to be prepared stays where it is. */
const nearMs = 2 * 60_000;

/** So many are looked at together, the first to begin. */
const most = 200;

interface MovableSession extends Movable {
  readonly session: Session;
}

/** How often places that are given already are thought over. */
const everyMs = 20 * 60_000;

type Why = 'fewer-hosts' | 'host-is-late';

/** Why to think places over now, if there is a reason. Before a host is woken: whether its sessions have room elsewhere by then. */
export function whyRearrange(
  { workers, settings, now }: Pick<Snapshot, 'workers' | 'settings' | 'now'>,
  doneAt: number,
): Why | undefined {
  const isAboutToWake = planFleet(workers, settings, now).some(({ cause }) => cause === 'booking');
  if (isAboutToWake || now >= doneAt + everyMs) return 'fewer-hosts';
  const isWaitedFor = workers.some(({ status, desired }) => desired === 'running' && status !== 'running');
  return isWaitedFor ? 'host-is-late' : undefined;
}

/** Pure: sessions that nobody has asked to move, and that go elsewhere so that fewer hosts are up, or because theirs is late. */
export function planRearrangement(snapshot: Snapshot, random: Random, why: Why): readonly WishStep[] {
  const { sessions, workers, labs, now } = snapshot;
  const byId = new Map<string, Worker>(workers.map((worker) => [worker.id, worker]));
  const movable = sessions
    .flatMap((session) => movableOf(session, byId, now) ?? [])
    .toSorted((a, b) => a.reservation.from - b.reservation.from)
    .slice(0, most);
  const fleet = { ...snapshot, foreignPorts: foreignPorts(labs, workers) };
  const moves = why === 'host-is-late' ? rescue(movable, fleet) : rearrange(movable, fleet);
  return moves.map(({ moved: { session, workerId }, placed, saves }) => {
    const reservation = reservationFor(session, { placed, random, on: snapshot });
    const from = byId.get(workerId)?.name ?? workerId;
    const explained = { ...placed, why: whyMoved({ from, to: placed.worker.name }, saves) };
    return { do: 'move', session, reservation, placed: explained, isUnasked: true };
  });
}

/** For whoever looks at the session. */
function whyMoved({ from, to }: { readonly from: string; readonly to: string }, saves: Saved | undefined): string {
  if (saves === undefined) return `moved to ${to}: ${from} comes up too late for it`;
  const others = saves.sessions === 1 ? '' : `, with ${saves.sessions - 1} more that leave it`;
  if (saves.ofItsHostMs >= minuteMs) return `moved to ${to}: saves ${inWords(saves.ofItsHostMs)} of ${from}${others}`;
  return `moved to ${to}: makes room on ${from}, so that hosts are up for ${inWords(saves.ms)} less`;
}

const minuteMs = 60_000;

/** `3 h 10 min`. */
function inWords(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

/** Not one that wants something itself, and not one that people have put where it is. */
function movableOf(session: Session, workers: ReadonlyMap<string, Worker>, now: Instant): MovableSession | undefined {
  const { placement, timeslot } = session;
  if (placement === undefined || timeslot === undefined || !isFreeToGo(session)) return undefined;
  const reservation = workers.get(placement.workerId)?.reservations[placement.reservationId];
  if (reservation?.confirmed !== true || !isWithinSight(placement, now)) return undefined;
  const durationMs = timeslot.end - timeslot.start;
  const request = { ...requestOf(session), start: timeslot.start, durationMs };
  return { session, request, workerId: placement.workerId, reservation };
}

function isFreeToGo(session: Session): boolean {
  const { wish, wishAnswer } = session;
  return wish === undefined && wishAnswer?.kind !== 'move' && sessionCan('move', session);
}

function isWithinSight({ from }: { readonly from: Instant }, now: Instant): boolean {
  return from >= now + nearMs && from <= now + aheadMs;
}
