import { isMail, isQueued, type Notice, noticeAttemptFailed, noticeSent, receiverKey } from '@lcm/core/domain/notice';
import { type Instant, toIso } from '@lcm/core/kernel';
import { type Webhook, WebhookError } from '@lcm/core/ports/webhook';
import { notices } from '../aggregates.ts';
import { changeExisting } from '../change.ts';
import type { Streams } from '../streams.ts';
import { asNotices } from './notice-planner.ts';
import { UnderWay, type UnderWayDeps } from './under-way.ts';

export interface SenderDeps extends UnderWayDeps {
  readonly streams: Streams;
  /** Whether it is not to be told any more; it has been taken back then. */
  readonly overtake: (notice: Notice) => Promise<boolean>;
}

/** Brings what is queued to its receivers by one channel. */
export interface Sender {
  hear(notice: Notice): void;
  /** Begins with everything that is due now. Answers when something else will be, if time alone brings it. */
  sendDue(signal: AbortSignal): Instant | undefined;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

/**
 * By webhook: to each receiver one message at a time, so that one that is slow holds up nobody else, and of one session in the
 * order in which it happened. What was sent is committed after; a crash in between sends it again.
 */
export class WebhookSender implements Sender {
  readonly #deps: SenderDeps & { readonly webhook: Webhook };
  readonly #underWay: UnderWay;
  /** What waits, of all the notices that there are. */
  readonly #queued = new Map<string, Notice>();

  constructor(deps: SenderDeps & { readonly webhook: Webhook }) {
    this.#deps = deps;
    this.#underWay = new UnderWay(deps);
  }

  hear(notice: Notice): void {
    if (isQueued(notice) && !isMail(notice.to)) this.#queued.set(notice.id, notice);
    else this.#queued.delete(notice.id);
  }

  sendDue(signal: AbortSignal): Instant | undefined {
    const now = this.#deps.clock.now();
    const waiting: Instant[] = [];
    for (const [key, all] of Map.groupBy(this.#queued.values(), ({ to }) => receiverKey(to))) {
      if (this.#underWay.has(key)) continue;
      const heads = headsOf(all);
      const due = heads.find(({ nextTryAt = now }) => nextTryAt <= now);
      if (due === undefined) waiting.push(...heads.flatMap(({ nextTryAt }) => nextTryAt ?? []));
      else this.#underWay.begin(key, async () => this.#send(due, signal), signal);
    }
    return waiting.toSorted((one, other) => one - other)[0];
  }

  async settled(): Promise<void> {
    await this.#underWay.settled();
  }

  async #send(notice: Notice, signal: AbortSignal): Promise<void> {
    const { streams, clock, webhook, overtake } = this.#deps;
    if (await overtake(notice)) return;
    const { id, to } = notice;
    const message = { id, url: receiverKey(to), at: clock.now(), body: bodyOf(notice) };
    const failure = await webhook.deliver(message, signal).then(() => undefined, failureIn);
    // Cut off by our own end: nobody knows whether it arrived, and whoever follows sends it again.
    if (failure !== undefined && signal.aborted) return;
    const options = { aggregate: notices, id, ...asNotices('SettleNotice', id) };
    await changeExisting(streams, options, (state, at) =>
      failure === undefined ? noticeSent(state, at) : noticeAttemptFailed(state, { reason: failure }, at),
    );
  }
}

/** In the order in which it happened. */
export function inOrder(queued: readonly Notice[]): readonly Notice[] {
  return queued.toSorted(({ order: a }, { order: b }) => a.position - b.position || a.part - b.part);
}

/** Of each session what comes first; the rest waits for it. */
function headsOf(queued: readonly Notice[]): readonly Notice[] {
  return [...Map.groupBy(inOrder(queued), ({ session, id }) => session?.id ?? id).values()].flatMap(
    ([first]) => first ?? [],
  );
}

/** The same at every attempt: whoever has it already sees that. */
function bodyOf({ occasion, happenedAt, title, text, session, facts }: Notice): string {
  const data = { title, text, ...(session && { session }), ...facts };
  return JSON.stringify({ type: occasion, timestamp: toIso(happenedAt), data });
}

function failureIn(error: unknown): string {
  if (error instanceof WebhookError) return error.message;
  throw error;
}
