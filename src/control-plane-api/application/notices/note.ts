import {
  mayBeTold,
  type NoticeContent,
  type NoticeId,
  type NoticeReceiver,
  noticeIdOf,
  type Occasion,
  type Reminder,
  receiverKey,
  type Told,
} from '@lcm/core/domain/notice';
import { type Person, wantsMail } from '@lcm/core/domain/person';
import type { Session } from '@lcm/core/domain/session';
import type { Settings } from '@lcm/core/domain/settings';
import { mailCause, type Task } from '@lcm/core/domain/task';
import type { Instant } from '@lcm/core/kernel';

/** Something that happened to a session, or is to be reminded of. */
export interface News {
  readonly told: Told | Reminder;
  /** What makes it this one and no other; a second look at the same thing gives the same. */
  readonly occurrence: string;
  readonly happenedAt: Instant;
  readonly order: NoticeContent['order'];
}

/** Which ways there are, and what is wished for. */
export interface Reach {
  readonly settings: Settings;
  readonly byWebhook: boolean;
  readonly byMail: boolean;
  /** The owner, if we know them. */
  readonly person?: Person | undefined;
  /** The name of the definition, over its versions. */
  readonly slug?: string | undefined;
  /** Whom its author wants told of failures. */
  readonly failureReceivers?: readonly string[] | undefined;
}

/** Who is told of a session as things are now: its owner as they wish, operators and authors as an admin does. */
export function receiversOf(session: Session, occasion: Occasion, reach: Reach): readonly NoticeReceiver[] {
  const { ownerId: person } = session;
  const isMailed = reach.byMail && wantsMail(reach.person, occasion);
  const mailed: readonly NoticeReceiver[] = isMailed ? [{ audience: 'owner', channel: 'mail', person }] : [];
  const failures = occasion === 'failed' ? receiversOfFailures(reach) : [];
  return [...(reach.byWebhook ? webhooksFor(session, reach.settings) : []), ...mailed, ...failures];
}

function webhooksFor({ notify }: Session, settings: Settings): readonly NoticeReceiver[] {
  const isWished = notify !== undefined && mayBeTold(notify.webhook, settings['notices.hosts']);
  const owner: readonly NoticeReceiver[] = isWished ? [{ audience: 'owner', url: notify.webhook }] : [];
  return [...owner, ...settings['notices.webhooks'].map((url) => ({ audience: 'operators', url }) as const)];
}

/** `prep-ospf labs@example.org`: each names a definition and where its failures are told. */
export function receiversInSettings(settings: Settings, slug: string): readonly string[] {
  return settings['notices.failures'].flatMap((entry) => {
    const [name, where = ''] = entry.split(' ');
    return name === slug ? [where] : [];
  });
}

/** What an admin has set counts as it is; an author's webhook only as long as its host is allowed. */
function receiversOfFailures(reach: Reach): readonly NoticeReceiver[] {
  const { settings, slug, failureReceivers = [] } = reach;
  const allowed = failureReceivers.filter(
    (where) => !where.includes('://') || mayBeTold(where, settings['notices.hosts']),
  );
  const set = slug === undefined ? [] : receiversInSettings(settings, slug);
  return [...new Set([...set, ...allowed])].flatMap((where) => receiverAt(where, reach));
}

function receiverAt(where: string, { byMail, byWebhook }: Reach): readonly NoticeReceiver[] {
  if (where.includes('://')) return byWebhook ? [{ audience: 'operators', url: where }] : [];
  return byMail ? [{ audience: 'operators', channel: 'mail', mailbox: where }] : [];
}

export interface Note {
  readonly id: NoticeId;
  readonly content: NoticeContent;
}

/** The notices that some news make, one for each receiver. */
export function notesOf(
  { told, occurrence, happenedAt, order }: News,
  { id, name, ownerId }: Session,
  { receivers, publicUrl }: { readonly receivers: readonly NoticeReceiver[]; readonly publicUrl: string },
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
    return { id: noticeIdOf(subject, told.sameAs ?? occurrence, receiverKey(to)), content: { ...content, to } };
  });
}

/** What a task that the system has raised makes: one for each mailbox that is told what needs attention. */
export function notesOfTask(
  { id, title, description: text, cause, createdAt: happenedAt }: Task,
  { mailboxes, publicUrl }: { readonly mailboxes: readonly string[]; readonly publicUrl: string },
  order: NoticeContent['order'],
): readonly Note[] {
  // That there is no mail is not told by mail.
  if (cause === undefined || cause.cause === mailCause) return [];
  const link = `${publicUrl}/tasks/${encodeURIComponent(id)}`;
  const content = { occasion: 'attention', title, text, facts: { link }, happenedAt, order } as const;
  return mailboxes.map((mailbox) => {
    const to: NoticeReceiver = { audience: 'operators', channel: 'mail', mailbox };
    return { id: noticeIdOf(`task/${id}`, content.occasion, receiverKey(to)), content: { ...content, to } };
  });
}
