import type { Topic } from '@lcm/core/domain/notice';
import type { MailWishes, MyMail } from './views.ts';

/** Wishes while they are typed. */
export interface MailDraft {
  readonly mail: boolean;
  readonly muted: readonly Topic[];
  /** Empty: as the settings say. */
  readonly quietMinutes: string;
  /** Empty: as the identity provider says. */
  readonly zone: string;
}

export function draftOf({ wishes: { mail, muted, quietMinutes, zone = '' } }: MyMail): MailDraft {
  return { mail, muted, quietMinutes: quietMinutes === undefined ? '' : String(quietMinutes), zone };
}

export function withTopic(draft: MailDraft, topic: Topic, isWanted: boolean): MailDraft {
  const others = draft.muted.filter((muted) => muted !== topic);
  return { ...draft, muted: isWanted ? others : [...others, topic] };
}

/** Why it cannot be saved as it is, in words. */
export function mailFault({ quietMinutes }: MailDraft): string | undefined {
  const minutes = Number(quietMinutes);
  const fits = Number.isInteger(minutes) && minutes >= 0 && minutes <= 1_440;
  return fits ? undefined : 'The minutes must be a whole number from 0 to 1440';
}

export function wishesOf({ mail, muted, quietMinutes, zone }: MailDraft): MailWishes {
  return {
    mail,
    muted,
    ...(quietMinutes.trim() !== '' && { quietMinutes: Number(quietMinutes) }),
    ...(zone.trim() !== '' && { zone: zone.trim() }),
  };
}
