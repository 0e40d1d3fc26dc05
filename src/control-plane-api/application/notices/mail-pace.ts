import { type Instant, instant } from '@lcm/core/kernel';

const minuteMs = 60_000;
/** While nobody answers, one mail asks again this often, and the others need not. */
const restMs = 30_000;

/** How fast mails may go out, whoever they are for. */
export class MailPace {
  readonly #perMinute: () => number;
  #taken: readonly Instant[] = [];
  #restUntil: Instant | undefined;
  #isWell = false;

  constructor(perMinute: () => number) {
    this.#perMinute = perMinute;
  }

  /** Whether the last that was heard of the server is that it took a mail. */
  get isWell(): boolean {
    return this.#isWell;
  }

  /** From when on the next one may go. */
  freeAt(now: Instant): Instant {
    const most = this.#perMinute();
    const recent = this.#taken.filter((at) => at > now - minuteMs);
    const oldest = recent[recent.length - most];
    const quotaAt = oldest === undefined ? now : instant(oldest + minuteMs);
    return instant(Math.max(quotaAt, this.#restUntil ?? now));
  }

  take(now: Instant): void {
    this.#taken = [...this.#taken.filter((at) => at > now - minuteMs), now];
  }

  wentOut(): void {
    this.#isWell = true;
    this.#restUntil = undefined;
  }

  foundNobody(now: Instant): void {
    this.#isWell = false;
    this.#restUntil = instant(now + restMs);
  }
}
