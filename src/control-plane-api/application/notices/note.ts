import {
  type Audience,
  mayBeTold,
  type NoticeContent,
  type NoticeId,
  noticeIdOf,
  type Reminder,
  type Told,
} from '@lcm/core/domain/notice';
import type { Session } from '@lcm/core/domain/session';
import type { Settings } from '@lcm/core/domain/settings';
import type { Instant } from '@lcm/core/kernel';

export interface Receiver {
  readonly audience: Audience;
  readonly url: string;
}

/** Something that happened to a session, or is to be reminded of. */
export interface News {
  readonly told: Told | Reminder;
  /** What makes it this one and no other; a second look at the same thing gives the same. */
  readonly occurrence: string;
  readonly happenedAt: Instant;
  readonly order: NoticeContent['order'];
}

/** Who is told of a session as the settings are now: its owner where they wished, operators where an admin did. */
export function receiversOf({ notify }: Session, settings: Settings): readonly Receiver[] {
  const isWished = notify !== undefined && mayBeTold(notify.webhook, settings['notices.hosts']);
  const owner: readonly Receiver[] = isWished ? [{ audience: 'owner', url: notify.webhook }] : [];
  return [...owner, ...settings['notices.webhooks'].map((url) => ({ audience: 'operators', url }) as const)];
}

export interface Note {
  readonly id: NoticeId;
  readonly content: NoticeContent;
}

/** The notices that some news make, one for each receiver. */
export function notesOf(
  { told, occurrence, happenedAt, order }: News,
  { id, name, ownerId }: Session,
  { receivers, publicUrl }: { readonly receivers: readonly Receiver[]; readonly publicUrl: string },
): readonly Note[] {
  const { occasion, headline, text, facts } = told;
  const link = `${publicUrl}/sessions/${encodeURIComponent(id)}`;
  const content = {
    occasion,
    title: `${name} ${headline}`,
    text,
    facts: { ...facts, link },
    session: { id, name, ownerId },
    happenedAt,
    order,
    ...('about' in told && { about: told.about }),
  };
  return receivers.map((to) => {
    // Whoever is told as owner and as operator is told twice: one of the two may end.
    const subject = `${to.audience} session/${id}`;
    return { id: noticeIdOf(subject, told.sameAs ?? occurrence, to.url), content: { ...content, to } };
  });
}
