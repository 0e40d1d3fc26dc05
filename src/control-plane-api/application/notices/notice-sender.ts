import { isQueued, type Notice, noticeAttemptFailed, noticeSent } from '@lcm/core/domain/notice';
import { type Clock, type Instant, toIso } from '@lcm/core/kernel';
import { type Webhook, WebhookError } from '@lcm/core/ports/webhook';
import { notices } from '../aggregates.ts';
import { changeExisting } from '../change.ts';
import type { Streams } from '../streams.ts';
import { asNotices } from './notice-planner.ts';

export interface SenderDeps {
  readonly streams: Streams;
  readonly clock: Clock;
  readonly webhook: Webhook;
  /** Whether it is not to be told any more; it has been taken back then. */
  readonly overtake: (notice: Notice) => Promise<boolean>;
  /** Told when what became of a notice cannot be written now. */
  readonly onError: (error: unknown) => void;
  /** Told when a receiver is free again. */
  readonly onDone: () => void;
}

const retryMs = 5_000;

/**
 * Brings what is queued to its receivers: to each one message at a time, so that one that is slow holds up nobody else, and
 * of one session in the order in which it happened. What was sent is committed after; a crash in between sends it again.
 */
export class NoticeSender {
  readonly #deps: SenderDeps;
  readonly #underWay = new Map<string, Promise<void>>();
  /** What waits, of all the notices that there are. */
  readonly #queued = new Map<string, Notice>();

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  hear(notice: Notice): void {
    if (isQueued(notice)) this.#queued.set(notice.id, notice);
    else this.#queued.delete(notice.id);
  }

  /** Begins with everything that is due now. Answers when something else will be, if time alone brings it. */
  sendDue(signal: AbortSignal): Instant | undefined {
    const now = this.#deps.clock.now();
    const waiting: Instant[] = [];
    for (const [url, all] of Map.groupBy(this.#queued.values(), ({ to }) => to.url)) {
      if (this.#underWay.has(url)) continue;
      const heads = headsOf(all);
      const due = heads.find(({ nextTryAt = now }) => nextTryAt <= now);
      if (due === undefined) waiting.push(...heads.flatMap(({ nextTryAt }) => nextTryAt ?? []));
      else this.#begin(due, signal);
    }
    return waiting.toSorted((one, other) => one - other)[0];
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #begin(notice: Notice, signal: AbortSignal): void {
    const { clock, onError, onDone } = this.#deps;
    const { url } = notice.to;
    const sending = this.#send(notice, signal)
      .catch(async (error: unknown) => {
        onError(error);
        // What became of it could not be written: at once it would only be sent again.
        await clock.sleep(retryMs, signal);
      })
      .finally(() => {
        this.#underWay.delete(url);
        onDone();
      });
    this.#underWay.set(url, sending);
  }

  async #send(notice: Notice, signal: AbortSignal): Promise<void> {
    const { streams, clock, webhook, overtake } = this.#deps;
    if (await overtake(notice)) return;
    const { id, to } = notice;
    const message = { id, url: to.url, at: clock.now(), body: bodyOf(notice) };
    const failure = await webhook.deliver(message, signal).then(() => undefined, failureIn);
    // Cut off by our own end: nobody knows whether it arrived, and whoever follows sends it again.
    if (failure !== undefined && signal.aborted) return;
    const options = { aggregate: notices, id, ...asNotices('SettleNotice', id) };
    await changeExisting(streams, options, (state, at) =>
      failure === undefined ? noticeSent(state, at) : noticeAttemptFailed(state, failure, at),
    );
  }
}

/** Of each session what comes first; the rest waits for it. */
function headsOf(queued: readonly Notice[]): readonly Notice[] {
  const inOrder = queued.toSorted(({ order: a }, { order: b }) => a.position - b.position || a.part - b.part);
  return [...Map.groupBy(inOrder, ({ session, id }) => session?.id ?? id).values()].flatMap(([first]) => first ?? []);
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
