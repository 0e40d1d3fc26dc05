import {
  audiences,
  channels,
  type NoticeReceiver,
  noticeStatuses,
  occasions,
  receiverInWords,
} from '../notice/index.ts';
import { choice, number, type Searchable, text, time, type When } from './fields.ts';

export interface NoticeRow {
  readonly id: string;
  readonly occasion: string;
  readonly title: string;
  readonly text: string;
  readonly session?: { readonly id: string; readonly name: string; readonly ownerId: string } | undefined;
  readonly to: NoticeReceiver;
  readonly queuedAt: When;
  readonly status: string;
  readonly statusSince: When;
  readonly reason: string;
  readonly attempts: number;
}

export const noticeSearch: Searchable<NoticeRow> = {
  words: ({ id, title, session, to, status }) => [
    title,
    id,
    session?.id,
    session?.ownerId,
    receiverInWords(to),
    status,
  ],
  fields: {
    status: choice(noticeStatuses, ({ status }) => status, 'what became of it'),
    occasion: choice(occasions, ({ occasion }) => occasion, 'what it tells of'),
    audience: choice(audiences, ({ to }) => to.audience, 'who is told'),
    channel: choice(channels, ({ to }) => to.channel ?? 'webhook', 'how they are told'),
    session: text(({ session }) => [session?.name, session?.id], 'of which it tells'),
    owner: text(({ session }) => [session?.ownerId], 'whose session it is'),
    to: text(({ to }) => [receiverInWords(to)], 'part of the receiver’s address or name'),
    text: text(({ title, text: words }) => [title, words], 'part of what it says'),
    reason: text(({ reason }) => [reason], 'why it is in this state'),
    id: text(({ id }) => [id], 'part of it'),
    tries: number(({ attempts }) => attempts, 'how often it was tried'),
    queued: time(({ queuedAt }) => queuedAt, 'when there was something to tell'),
    since: time(({ statusSince }) => statusSince, 'in this state since'),
  },
};
