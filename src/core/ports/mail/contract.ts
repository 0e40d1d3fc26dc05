import { afterEach, describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import type { Mail, MailMessage } from './index.ts';

/** `accept`, a reply code to each message, or `undefined`: it takes the message, and its answer is lost. */
export type MailServerMood = 'accept' | number | undefined;

/** A server under test, and what it took. */
export interface MailBench {
  readonly mail: Mail;
  readonly received: () => readonly { readonly id: string; readonly to: string; readonly text: string }[];
  readonly become: (mood: MailServerMood) => void;
  /** From now on nobody answers. */
  readonly vanish: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const message: MailMessage = {
  id: 'ntc_1',
  to: 'uma@example.org',
  subject: 'A lab is ready',
  text: 'Its lab is up.',
  html: '<p>Its lab is up.</p>',
  at: instant(Date.UTC(2026, 10, 21, 9)),
};

/** What every `Mail` adapter promises; each adapter's test file calls this once. */
export function mailContract(name: string, openBench: () => Promise<MailBench>): void {
  let bench: MailBench | undefined;
  const open = async (): Promise<MailBench> => {
    bench = await openBench();
    return bench;
  };

  describe(`Mail: ${name}`, () => {
    afterEach(async () => {
      await bench?.close();
      bench = undefined;
    });

    test('brings the message to the server', async () => {
      const { mail, received } = await open();
      await mail.deliver(message);
      expect(received()).toEqual([{ id: 'ntc_1', to: 'uma@example.org', text: 'Its lab is up.' }]);
    });

    test.each([421, 450, 451, 452])('what a server answers with %i may go later', async (code) => {
      const { mail, become } = await open();
      become(code);
      await expect(mail.deliver(message)).rejects.toMatchObject({ name: 'MailError', code: 'deferred' });
    });

    test.each([
      550, 552, 554,
    ])('what a server answers with %i never goes, and nobody reads whose it was', async (code) => {
      const { mail, become } = await open();
      become(code);
      const refusal = { name: 'MailError', code: 'refused', message: `the mail server answered ${code}` };
      await expect(mail.deliver(message)).rejects.toMatchObject(refusal);
    });

    test('what may have arrived is sent again with the same id', async () => {
      const { mail, become, received } = await open();
      become(undefined);
      await expect(mail.deliver(message)).rejects.toMatchObject({ code: 'unreachable' });
      become('accept');
      await mail.deliver(message);
      expect(received().map(({ id }) => id)).toEqual(['ntc_1', 'ntc_1']);
    });

    test('a server that is away is that, and no fault of the message', async () => {
      const { mail, vanish } = await open();
      await vanish();
      await expect(mail.deliver(message)).rejects.toMatchObject({ name: 'MailError', code: 'unreachable' });
    });
  });
}
