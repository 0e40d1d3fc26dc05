import { type Clock, type Instant, instant } from '@lcm/core/kernel';
import { z } from 'zod';
import { type Letter, readLetter } from './letter.ts';

const Kept = z.object({ number: z.int(), at: z.number().transform(instant), to: z.array(z.string()), raw: z.string() });
const Saved = z.object({ next: z.int(), mails: z.array(Kept) });

export interface ReceivedMail extends Letter {
  readonly number: number;
  readonly at: Instant;
  /** To whom it was handed in, whatever it says itself. */
  readonly receivers: readonly string[];
}

/** `accept`, a reply code to each message, `lost`: it is taken, and the answer never comes. */
export const moodSchema = z.union([z.literal('accept'), z.literal('lost'), z.int().min(400).max(599)]);
export type Mood = z.output<typeof moodSchema>;

/** More than anybody looks at; what is older is thrown away. */
const mostMails = 500;

/** Everybody's mail on one machine: nothing leaves it. */
export class Mailbox {
  mood: Mood = 'accept';
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onChange: (state: unknown) => void;
  #next = 1;
  #mails: ReceivedMail[] = [];
  readonly #raw = new Map<number, string>();

  constructor(
    clock: Pick<Clock, 'now'>,
    {
      saved,
      onChange = () => undefined,
    }: { readonly saved?: unknown; readonly onChange?: (state: unknown) => void } = {},
  ) {
    this.#clock = clock;
    this.#onChange = onChange;
    const { data } = Saved.safeParse(saved);
    if (data === undefined) return;
    for (const { number, at, to, raw } of data.mails)
      this.#keep({ ...readLetter(raw), number, at, receivers: to }, raw);
    this.#next = data.next;
  }

  /** The newest first. */
  list(to = ''): readonly ReceivedMail[] {
    return this.#mails.filter(({ receivers }) => receivers.some((receiver) => receiver.includes(to))).toReversed();
  }

  find(number: number): ReceivedMail | undefined {
    return this.#mails.find((mail) => mail.number === number);
  }

  take(receivers: readonly string[], raw: string): void {
    const number = this.#next;
    this.#next += 1;
    this.#keep({ ...readLetter(raw), number, at: this.#clock.now(), receivers }, raw);
    this.#onChange(this.toJSON());
  }

  clear(): void {
    this.#mails = [];
    this.#raw.clear();
    this.#onChange(this.toJSON());
  }

  toJSON() {
    const mails = this.#mails.map(({ number, at, receivers }) => ({
      number,
      at,
      to: receivers,
      raw: this.#raw.get(number),
    }));
    return { next: this.#next, mails };
  }

  #keep(mail: ReceivedMail, raw: string): void {
    this.#mails.push(mail);
    this.#raw.set(mail.number, raw);
    const gone = this.#mails.length > mostMails ? this.#mails.shift() : undefined;
    if (gone !== undefined) this.#raw.delete(gone.number);
  }
}
