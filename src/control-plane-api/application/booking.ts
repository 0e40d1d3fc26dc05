import type { BookSession } from '@lcm/core/contracts/session';
import { type Actor, may } from '@lcm/core/domain/access';
import type { Definition } from '@lcm/core/domain/definition';
import { hostOf, mayBeTold } from '@lcm/core/domain/notice';
import { isFinal, type Session } from '@lcm/core/domain/session';
import { type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import { unknown } from './change.ts';
import type { Rejection } from './operation.ts';
import { settingsNow } from './settings-now.ts';
import type { Views } from './views.ts';

export interface BookingSettings {
  readonly bookingHorizonDays: number;
  /** How many sessions that have not ended a person may have; operators, and whom they book for, are not counted. */
  readonly sessionQuotaPerOwner: number;
  /** Nothing is told by webhook where nobody has said what messages are signed with. */
  readonly tellsByWebhook?: boolean | undefined;
  /** Nor by mail where nobody has named a mail server. */
  readonly sendsMail?: boolean | undefined;
}

/** What a session is booked with, as far as the booking itself decides it. */
export type Booking = Pick<Session, 'name' | 'definition' | 'ownerId' | 'wanted' | 'notify' | 'priority'>;

export interface BookingContext {
  readonly actor: Actor;
  readonly views: Views;
  readonly now: Instant;
  readonly settings: BookingSettings;
}

/** A start a little in the past is a slow clock or a slow network, not a mistake: it means now. */
const pastToleranceMs = 5 * 60_000;
const dayMs = 86_400_000;

/** What may be booked, and as what: the same answer for bookings and for dry runs of them. */
export function bookingOf(asked: BookSession, context: BookingContext): Result<Booking, Rejection> {
  const { actor, views, now } = context;
  const { ownerId = actor.id, region, regionOnly, priority } = asked;
  const lab = bookableLab(asked, views);
  if (!lab.ok) return lab;
  const refusals = [
    refusalForOwner(ownerId, context),
    refusalOfPriority(asked, actor),
    refusalOfStart(asked.start, context),
    refusalOfReceiver(asked, context),
  ];
  const refusal = refusals.find((each) => each !== undefined);
  if (refusal) return reject(refusal);
  const { definition, durationMinutes } = lab.value;
  const name = asked.name ?? nameFor(definition, ownerId, actor);
  const wanted = { start: future(asked.start, now), durationMinutes, region, regionOnly };
  const { notify } = asked;
  return ok({ name, definition, ownerId, wanted, notify, ...(priority !== undefined && { priority }) });
}

/** The lab as a session of it would have it pinned, and how long one lasts when nothing is said; or why there is none. */
export function bookableLab(
  asked: Pick<BookSession, 'definitionId' | 'durationMinutes'>,
  views: Views,
): Result<{ readonly definition: Booking['definition']; readonly durationMinutes: number }, Rejection> {
  const definition = views.get('definition', asked.definitionId)?.state;
  if (definition === undefined) return reject(unknown('definition', asked.definitionId));
  const { durationMinutes = definition.durationMinutes } = asked;
  const refusal = refusalOfDefinition(definition, durationMinutes);
  return refusal === undefined ? ok({ definition: pinned(definition), durationMinutes }) : reject(refusal);
}

function nameFor({ title }: Pick<Definition, 'title'>, ownerId: string, actor: Actor): string {
  return `${title} (${ownerId === actor.id ? actor.name : ownerId})`;
}

function pinned(definition: Definition): Booking['definition'] {
  const { id, title, version, needs, ports, bootSeconds } = definition;
  const { nodeDefinitions, cmlVersions, maxDurationMinutes, allowsReset } = definition;
  const host = { nodeDefinitions, cmlVersions };
  return { id, title, version, needs, ports, bootSeconds, ...host, maxDurationMinutes, allowsReset };
}

function future(start: Instant | undefined, now: Instant): Instant | undefined {
  return start !== undefined && start > now ? start : undefined;
}

function refusalForOwner(ownerId: string, context: BookingContext): Rejection | undefined {
  if (may(context.actor, 'session:all')) return undefined;
  if (ownerId !== context.actor.id)
    return { code: 'session.not-for-others', message: 'You may book for yourself only.' };
  return quotaRefusal(ownerId, context);
}

/**
 * Whether somebody has all the sessions they may have, besides one of them. Asked before one is booked; and again once it is,
 * because another control plane may have booked at the same moment: both are in the one order of everything, and whoever is
 * second there sees the first.
 */
export function quotaRefusal(
  ownerId: string,
  { views, settings }: Pick<BookingContext, 'views' | 'settings'>,
  besides?: Session['id'],
): Rejection | undefined {
  const quota = settings.sessionQuotaPerOwner;
  const others = views.list('session').filter(({ state }) => state.ownerId === ownerId && state.id !== besides);
  const open = others.filter(({ state }) => !isFinal(state)).length;
  if (open < quota) return undefined;
  const message = `You have ${open} sessions that have not ended, and ${quota} is the most at a time. End one first.`;
  return { code: 'session.quota', message, details: { open, quota } };
}

function refusalOfPriority({ priority }: BookSession, actor: Actor): Rejection | undefined {
  if (priority === undefined || priority === 'normal' || may(actor, 'session:all')) return undefined;
  return { code: 'session.not-for-others', message: 'Only managers say who is asked before others.' };
}

function refusalOfDefinition(definition: Definition, durationMinutes: number): Rejection | undefined {
  const { status, maxDurationMinutes } = definition;
  if (status !== 'active') {
    const message = `This definition is ${status}; only active ones can be booked.`;
    return { code: 'definition.not-active', message };
  }
  if (durationMinutes <= maxDurationMinutes) return undefined;
  const message = `At most ${maxDurationMinutes} minutes of this definition can be booked.`;
  return { code: 'session.too-long', message, details: { maxDurationMinutes } };
}

export function refusalOfStart(
  start: Instant | undefined,
  { now, settings }: Pick<BookingContext, 'now' | 'settings'>,
): Rejection | undefined {
  if (start === undefined) return undefined;
  if (start < now - pastToleranceMs) return { code: 'session.in-the-past', message: 'The start is in the past.' };
  const { bookingHorizonDays } = settings;
  if (start <= now + bookingHorizonDays * dayMs) return undefined;
  return { code: 'session.too-far', message: `Bookings reach ${bookingHorizonDays} days ahead.` };
}

/** It is called from here, within our network: only where an admin allows it. */
function refusalOfReceiver({ notify }: BookSession, context: BookingContext): Rejection | undefined {
  return notify === undefined ? undefined : refusalOfAddress(notify.webhook, context);
}

/** Why nobody can be told at an address. */
export function refusalOfAddress(
  url: string,
  { views, settings }: Pick<BookingContext, 'views' | 'settings'>,
): Rejection | undefined {
  if (settings.tellsByWebhook !== true) return noticesOff;
  if (mayBeTold(url, settingsNow(views)['notices.hosts'])) return undefined;
  const host = hostOf(url);
  const message =
    host === undefined ? `${url} is no address.` : `Nobody is told at ${host}: the settings do not allow that host.`;
  return { code: 'notice.host-not-allowed', message };
}

export function refusalOfMailbox({ sendsMail }: Pick<BookingSettings, 'sendsMail'>): Rejection | undefined {
  return sendsMail === true ? undefined : mailOff;
}

const mailOff: Rejection = {
  code: 'notice.off',
  message: 'Nothing is told by mail here: the control plane has no mail server.',
};

const noticesOff: Rejection = {
  code: 'notice.off',
  message: 'Nothing is told by webhook here: the control plane has no WEBHOOK_SIGNING_SECRET.',
};
