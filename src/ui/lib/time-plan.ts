import { isFinal, sessionCan } from '@lcm/core/domain/session';
import { formatTime, humanize } from './format.ts';
import { interruptionOf } from './interruption.ts';
import { paths } from './paths.ts';
import { startOf } from './session-words.ts';
import { sessionTones, type Tone } from './tones.ts';
import type { Outlook, Session, Worker } from './views.ts';
import { inLanes, type Span, within } from './week.ts';

/** Something that lasts, by name. */
export interface Named extends Span {
  readonly name: string;
}

/** A session where it has its place, or where it would like one. */
export interface Block extends Named {
  readonly id: string;
  readonly href: string | undefined;
  readonly tone: Tone;
  /** Its state in a word or two. */
  readonly state: string;
  /** Absent when one may not see it, or has not heard of it yet. */
  readonly session: Session | undefined;
  /** The time of the candidate; around it, the place is prepared and cleaned up. */
  readonly slot: Span | undefined;
  /** It has a place and nothing there yet: it could still be somewhere else. */
  readonly isMovable: boolean;
}

/** What is planned for a worker. */
export interface TimePlan {
  readonly hours: readonly Named[];
  readonly maintenance: readonly Named[];
  readonly snoozes: readonly Named[];
  readonly sessions: readonly Block[];
}

type Reservation = Worker['reservations'][string];

export interface Planning {
  /** Of the worker, those that the viewer may see: also those that are over. */
  readonly sessions: readonly Session[];
  readonly now: number;
}

function spanOf({ from, until }: { readonly from: string; readonly until: string }): Span {
  return { from: Date.parse(from), until: Date.parse(until) };
}

function slotOf({ timeslot }: Session): Span | undefined {
  return timeslot && { from: Date.parse(timeslot.start), until: Date.parse(timeslot.end) };
}

/** What became of it, or what keeps people from working in it. */
function stateOf(session: Session): Pick<Block, 'state' | 'tone'> {
  const { status, outcome } = session;
  const away = interruptionOf(session);
  const more = away?.text.toLowerCase() ?? outcome?.result;
  const words = humanize(status);
  return {
    tone: away?.tone ?? sessionTones[status],
    state: more === undefined || more === status ? words : `${words}, ${more}`,
  };
}

function blockOf(session: Session, span: Span, now: number): Block {
  const { id, name, placement } = session;
  return {
    ...span,
    id,
    name,
    href: paths.session(id),
    ...stateOf(session),
    session,
    slot: slotOf(session),
    isMovable: sessionCan('move', session) && placement !== undefined && Date.parse(placement.from) > now,
  };
}

function unknownBlock(reservation: Reservation): Block {
  return {
    ...spanOf(reservation),
    id: reservation.sessionId,
    name: 'Somebody else’s session',
    href: undefined,
    tone: 'neutral',
    state: 'Reserved',
    session: undefined,
    slot: undefined,
    isMovable: false,
  };
}

function fromTo({ from, until }: Span, now: number): string {
  return `${formatTime(from, now)} to ${formatTime(until, now)}`;
}

/** All that there is to say of it, line by line. Made when somebody looks: formatting thousands of times takes long. */
export function blockLines({ name, session, state, slot, from, until }: Block, now: number): readonly string[] {
  const reserved = { from, until };
  if (session === undefined) return [name, fromTo(reserved, now)];
  const { definition, ownerId } = session;
  const lab = `${definition.title} ${definition.version}, for ${ownerId}`;
  const times = slot === undefined ? [fromTo(reserved, now)] : [fromTo(slot, now), `Reserved ${fromTo(reserved, now)}`];
  return [name, lab, state, ...times];
}

/** Where it was: as long as it really took. */
function pastBlock(session: Session, now: number): readonly Block[] {
  if (session.placement === undefined) return [];
  const { from, until } = spanOf(session.placement);
  const ended = session.endedAt === undefined ? until : Date.parse(session.endedAt);
  return ended <= from ? [] : [blockOf(session, { from, until: Math.min(until, ended) }, now)];
}

/** What is reserved on it, and what was. */
function blocksOf(worker: Worker, { sessions, now }: Planning): readonly Block[] {
  const reserved = Object.values(worker.reservations).map((reservation) => {
    const session = sessions.find(({ id }) => id === reservation.sessionId);
    return session === undefined ? unknownBlock(reservation) : blockOf(session, spanOf(reservation), now);
  });
  const known = new Set(reserved.map(({ id }) => id));
  return [...reserved, ...sessions.filter(({ id }) => !known.has(id)).flatMap((session) => pastBlock(session, now))];
}

export function planOf(worker: Worker, outlook: Outlook | undefined, planning: Planning): TimePlan {
  const { maintenance = [], snoozedUntil } = worker;
  const snoozed = snoozedUntil === undefined ? 0 : Date.parse(snoozedUntil);
  return {
    hours: (outlook?.hours ?? []).map((each) => ({ ...spanOf(each), name: 'up by its hours' })),
    maintenance: maintenance.map((each) => ({ ...spanOf(each), name: `maintenance: ${each.reason}` })),
    snoozes: snoozed > planning.now ? [{ from: planning.now, until: snoozed, name: 'snoozed: it stays up' }] : [],
    sessions: blocksOf(worker, planning),
  };
}

/** Those that wait for a place, where they would like to be. */
export function unplacedBlocks(sessions: readonly Session[], now: number): readonly Block[] {
  return sessions
    .filter((session) => session.placement === undefined && !isFinal(session))
    .map((session) => {
      const start = startOf(session);
      const from = start === undefined ? now : Date.parse(start);
      return blockOf(session, { from, until: from + session.wanted.durationMinutes * 60_000 }, now);
    });
}

/** By the worker on which they have, or had, their place. */
export function byWorker(sessions: readonly Session[]): ReadonlyMap<string, readonly Session[]> {
  return Map.groupBy(
    sessions.filter(({ placement }) => placement !== undefined),
    ({ placement }) => placement?.workerId ?? '',
  );
}

export interface LaidOut extends Span {
  readonly block: Block;
  readonly lane: number;
}

/** What of the sessions falls into a span, soonest first, each in a lane of its own where they overlap. */
export function laidOut(
  sessions: readonly Block[],
  span: Span,
): { readonly blocks: readonly LaidOut[]; readonly lanes: number } {
  const lanes = inLanes(within(sessions, span));
  const blocks = lanes.flatMap((parts, lane) => parts.map(({ item, ...part }) => ({ ...part, block: item, lane })));
  return { blocks: blocks.toSorted((a, b) => a.from - b.from || a.lane - b.lane), lanes: lanes.length };
}

/** What is planned beside sessions in a span, for those who do not see its shades. */
export function shadeWords({ hours, maintenance, snoozes }: TimePlan, span: Span, now: number): string {
  return within([...hours, ...maintenance, ...snoozes], span)
    .map(({ item, ...part }) => `${item.name}, ${fromTo(part, now)}`)
    .join('; ');
}
