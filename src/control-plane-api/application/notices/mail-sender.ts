import {
  gatherNotices,
  isMail,
  isQueued,
  isUrgent,
  type Notice,
  type NoticeFailure,
  noticeAttemptFailed,
  noticeSent,
  receiverKey,
} from '@lcm/core/domain/notice';
import { personIdOf, zoneOf } from '@lcm/core/domain/person';
import { type Instant, instant } from '@lcm/core/kernel';
import { type Mail, MailError } from '@lcm/core/ports/mail';
import { notices } from '../aggregates.ts';
import { changeExisting } from '../change.ts';
import type { MailAddresses } from '../people/mail-addresses.ts';
import { settingsNow } from '../settings-now.ts';
import type { Views } from '../views.ts';
import { letterOf } from './mail-letter.ts';
import { MailPace } from './mail-pace.ts';
import { asNotices } from './notice-planner.ts';
import { inOrder, type Sender, type SenderDeps } from './notice-sender.ts';
import { UnderWay } from './under-way.ts';

export interface MailSenderDeps extends SenderDeps {
  readonly mail: Mail;
  readonly mailAddresses: MailAddresses;
  readonly views: Views;
  readonly publicUrl: string;
}

/** More in one mail nobody reads. */
const mostGathered = 50;
/** Servers do not like many connections of one sender. */
const mostAtOnce = 4;
const minuteMs = 60_000;

/**
 * By mail: to each mailbox one mail at a time, what comes in between goes along with the next one. What one mail tells is
 * committed before it is first sent, so that each attempt says the same under the same id; what became of the others in it
 * follows from the one that it is sent as, whoever writes that down.
 */
export class MailSender implements Sender {
  readonly #deps: MailSenderDeps;
  readonly #underWay: UnderWay;
  readonly #pace: MailPace;
  readonly #queued = new Map<string, Notice>();
  /** As which one is told, by what goes along. */
  readonly #leads = new Map<string, Notice>();
  readonly #lastSent = new Map<string, Instant>();

  constructor(deps: MailSenderDeps) {
    this.#deps = deps;
    this.#underWay = new UnderWay(deps);
    this.#pace = new MailPace(() => settingsNow(deps.views)['notices.mailsPerMinute']);
  }

  hear(notice: Notice): void {
    const { id, to, occasion, status, statusSince, gathered = [] } = notice;
    if (!isMail(to)) return;
    if (isQueued(notice)) this.#queued.set(id, notice);
    else this.#queued.delete(id);
    for (const other of gathered) this.#leads.set(other, notice);
    const key = receiverKey(to);
    // Whoever tries whether mail arrives is not kept waiting for what comes next.
    if (status === 'sent' && occasion !== 'test')
      this.#lastSent.set(key, instant(Math.max(statusSince, this.#lastSent.get(key) ?? 0)));
  }

  sendDue(signal: AbortSignal): Instant | undefined {
    const now = this.#deps.clock.now();
    const waiting: Instant[] = [];
    for (const [key, all] of Map.groupBy(this.#queued.values(), ({ to }) => receiverKey(to))) {
      if (this.#underWay.has(key)) continue;
      const told = all.filter((notice) => isSettled(this.#leadOf(notice)));
      const free = inOrder(all.filter((notice) => this.#leadOf(notice) === undefined));
      if (told.length > 0) this.#underWay.begin(key, async () => this.#settleWithLead(told), signal);
      else waiting.push(...this.#sendFirst(key, free, signal));
    }
    return waiting.filter((at) => at > now).toSorted((one, other) => one - other)[0];
  }

  async settled(): Promise<void> {
    await this.#underWay.settled();
  }

  /** Answers when something will be due, when nothing is. What waits for another attempt holds up nothing else. */
  #sendFirst(key: string, free: readonly Notice[], signal: AbortSignal): readonly Instant[] {
    const now = this.#deps.clock.now();
    const fresh = free.filter(isFresh);
    const leads = [...free.filter((notice) => !isFresh(notice)), ...fresh.slice(0, 1)];
    const turns = leads.map((lead) => ({ lead, at: this.#turnOf(lead, fresh) }));
    const due = turns.find(({ at }) => at <= now);
    if (due === undefined) return turns.map(({ at }) => at);
    // Whoever is done with one makes this be looked at again.
    if (this.#underWay.size >= mostAtOnce) return [];
    this.#pace.take(now);
    this.#underWay.begin(key, async () => this.#send(due.lead, fresh, signal), signal);
    return [];
  }

  #turnOf(lead: Notice, fresh: readonly Notice[]): Instant {
    return instant(Math.max(this.#dueAt(lead, fresh), this.#pace.freeAt(this.#deps.clock.now())));
  }

  #dueAt(lead: Notice, fresh: readonly Notice[]): Instant {
    const now = this.#deps.clock.now();
    const { outageSince, nextTryAt, to } = lead;
    if (nextTryAt !== undefined) return outageSince !== undefined && this.#pace.isWell ? now : nextTryAt;
    if (!isFresh(lead) || fresh.some((notice) => isUrgent(notice) || isAskedFor(notice))) return now;
    const last = this.#lastSent.get(receiverKey(to));
    return last === undefined ? now : instant(last + this.#quietMinutes(lead) * minuteMs);
  }

  #quietMinutes({ to }: Notice): number {
    const { views } = this.#deps;
    const person = 'person' in to ? views.get('person', personIdOf(to.person))?.state : undefined;
    return person?.wishes.quietMinutes ?? settingsNow(views)['notices.quietMinutes'];
  }

  /** As which one it is told; undefined of what goes its own way. */
  #leadOf({ id, gathered }: Notice): Notice | undefined {
    const lead = gathered === undefined ? this.#leads.get(id) : undefined;
    return lead !== undefined && (isQueued(lead) || isSettled(lead)) ? lead : undefined;
  }

  async #send(lead: Notice, fresh: readonly Notice[], signal: AbortSignal): Promise<void> {
    const { mail, overtake, publicUrl } = this.#deps;
    if (await overtake(lead)) return;
    const all = isFresh(lead) ? await this.#gather(lead, fresh) : [lead, ...this.#known(lead.gathered ?? [])];
    const to = await this.#addressOf(lead);
    if (to === undefined) return this.#settle(lead, { reason: 'no address is known', is: 'final' });
    const { id, queuedAt: at } = lead;
    const letter = letterOf(all, { publicUrl, zone: this.#zoneOf(lead) });
    const failure = await mail.deliver({ ...letter, id, to, at }, signal).then(() => undefined, failureIn);
    // Cut off by our own end: nobody knows whether it arrived, and whoever follows sends it again.
    if (failure !== undefined && signal.aborted) return;
    this.#heard(failure);
    return this.#settle(lead, failure);
  }

  /** What an answer says of the server, for all mails. */
  #heard(failure: NoticeFailure | undefined): void {
    if (failure === undefined) this.#pace.wentOut();
    else if (failure.is === 'outage') this.#pace.foundNobody(this.#deps.clock.now());
  }

  /** Takes along what waits for the same mailbox and was never tried: what was may have arrived. */
  async #gather(lead: Notice, fresh: readonly Notice[]): Promise<readonly Notice[]> {
    const { streams, overtake } = this.#deps;
    const along: Notice[] = [];
    for (const notice of fresh.filter(({ id }) => id !== lead.id).slice(0, mostGathered)) {
      if (!(await overtake(notice))) along.push(notice);
    }
    if (along.length === 0) return [lead];
    const others = along.map(({ id }) => id);
    const options = { aggregate: notices, id: lead.id, ...asNotices('GatherNotices', lead.id) };
    await changeExisting(streams, options, (state, at) => gatherNotices(state, others, at));
    return [lead, ...along];
  }

  #known(ids: readonly string[]): readonly Notice[] {
    return ids.flatMap((id) => this.#deps.views.get('notice', id)?.state ?? []);
  }

  async #addressOf({ to }: Notice): Promise<string | undefined> {
    if ('mailbox' in to) return to.mailbox;
    const { views, mailAddresses } = this.#deps;
    const mailKey = 'person' in to ? views.get('person', personIdOf(to.person))?.state.mailKey : undefined;
    return mailKey === undefined ? undefined : mailAddresses.read(mailKey);
  }

  #zoneOf({ to }: Notice): string | undefined {
    const person = 'person' in to ? this.#deps.views.get('person', personIdOf(to.person))?.state : undefined;
    return person && zoneOf(person);
  }

  /** What went along is told, or given up, like the one it went along with. */
  async #settleWithLead(told: readonly Notice[]): Promise<void> {
    for (const notice of told) {
      const lead = this.#leadOf(notice);
      const isSent = lead?.status === 'sent';
      await this.#settle(notice, isSent ? undefined : { reason: lead?.reason ?? 'it was given up', is: 'final' });
    }
  }

  async #settle({ id }: Notice, failure: NoticeFailure | undefined): Promise<void> {
    const options = { aggregate: notices, id, ...asNotices('SettleNotice', id) };
    await changeExisting(this.#deps.streams, options, (state, at) =>
      failure === undefined ? noticeSent(state, at) : noticeAttemptFailed(state, failure, at),
    );
  }
}

function isSettled(lead: Notice | undefined): boolean {
  return lead?.status === 'sent' || lead?.status === 'failed';
}

/** Never tried, so that what goes along with it can still be chosen. */
function isFresh({ attempts, gathered }: Notice): boolean {
  return attempts === 0 && gathered === undefined;
}

/** Somebody wants it sent again, now. */
function isAskedFor({ statusSince, queuedAt }: Notice): boolean {
  return statusSince > queuedAt;
}

const kinds = { unreachable: 'outage', deferred: undefined, refused: 'final' } as const;

function failureIn(error: unknown): NoticeFailure {
  if (error instanceof MailError) return { reason: error.message, is: kinds[error.code] };
  throw error;
}
