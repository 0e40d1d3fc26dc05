import type { MyMail } from '@lcm/core/contracts/person';
import { firstWishes, type Person, zoneOf } from '@lcm/core/domain/person';
import { settingsNow } from '../settings-now.ts';
import type { Views } from '../views.ts';
import type { MailAddresses } from './mail-addresses.ts';

export interface MyMailDeps {
  readonly views: Views;
  readonly mailAddresses: MailAddresses;
  readonly settings: { readonly sendsMail?: boolean | undefined };
}

/** What somebody is told by mail, for themselves. */
export async function myMail(
  person: Person | undefined,
  { views, mailAddresses, settings }: MyMailDeps,
): Promise<MyMail> {
  const wishes = person?.wishes ?? firstWishes;
  return {
    isSent: settings.sendsMail === true,
    address: person?.mailKey === undefined ? undefined : await mailAddresses.read(person.mailKey),
    wishes: { ...wishes, muted: [...wishes.muted] },
    quietMinutes: wishes.quietMinutes ?? settingsNow(views)['notices.quietMinutes'],
    zone: (person && zoneOf(person)) ?? 'UTC',
  };
}
