import { type Actor, whyNot } from '@lcm/core/domain/access';
import { type Parting, partingOf } from '@lcm/core/domain/session';
import { type DrainEnd, workerCan } from '@lcm/core/domain/worker';
import { fromIso, instant } from '@lcm/core/kernel';
import type { Session, Worker } from './views.ts';

/** How a drain is asked for; without a time as the setting has it. */
export interface DrainDraft {
  /** Minutes as typed; empty: as usual. */
  readonly minutes: string;
  readonly whenTimeIsUp: DrainEnd;
}

export const emptyDrain: DrainDraft = { minutes: '', whenTimeIsUp: 'keep-waiting' };

const most = 10_080;

/** What keeps the order from being given; `undefined` when it can. */
export function drainFault({ minutes, whenTimeIsUp }: DrainDraft, usualMinutes: number): string | undefined {
  const asked = minutes.trim() === '' ? usualMinutes : Number(minutes);
  if (!Number.isInteger(asked) || asked < 0 || asked > most) return `Say whole minutes from 0 to ${most}`;
  return whenTimeIsUp === 'force' && asked === 0 ? 'Say after how many minutes it is forced' : undefined;
}

export function drainOrder({ minutes, whenTimeIsUp }: DrainDraft): {
  readonly timeoutMinutes?: number;
  readonly whenTimeIsUp: DrainEnd;
} {
  return { ...(minutes.trim() !== '' && { timeoutMinutes: Number(minutes) }), whenTimeIsUp };
}

export function whyNotForce(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  if (!workerCan('forceDrain', worker)) return `Only a drain is forced, and it is ${worker.status}`;
  return worker.drain?.forced === undefined ? undefined : 'It is forced already';
}

export function whyNotRetime(actor: Actor, { drain }: Worker): string | undefined {
  return whyNot(actor, 'worker:operate') ?? (drain?.forced === undefined ? undefined : 'It is forced already');
}

const partings: Readonly<Record<Parting, string>> = {
  graded: 'its candidate is stopped; what was done is collected and graded',
  'placed-anew': 'looks for another worker, and keeps its start where one has room',
  failed: 'fails: its candidate has not begun, and has to book anew',
  'goes-on': 'is ending already, and goes on to its end',
};

export interface Consequence {
  readonly session: Session | undefined;
  readonly words: string;
}

/** A place that begins this soon keeps the host up already. */
const soonMs = 2 * 60_000;

/** What force would do to whom, at this moment: those who have the host, and those who would have it in a moment. */
export function forceConsequences(
  worker: Worker,
  sessions: readonly Session[],
  now: number,
): { readonly here: readonly Consequence[]; readonly later: number } {
  const held = Object.values(worker.reservations);
  const here = held.filter(({ from }) => Date.parse(from) <= now + soonMs);
  const consequences = here.map(({ sessionId }) => {
    const session = sessions.find(({ id }) => id === sessionId);
    return { session, words: session === undefined ? 'a session' : partings[partingNow(session, now)] };
  });
  return { here: consequences, later: held.length - here.length };
}

function partingNow({ status, progress, wanted }: Session, now: number): Parting {
  const start = wanted.start === undefined ? undefined : fromIso(wanted.start);
  return partingOf({ status, wanted: { start }, progress }, instant(now));
}
