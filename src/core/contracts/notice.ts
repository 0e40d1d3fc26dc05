import * as z from 'zod';
import { audiences, NoticeId, noticeStatuses, occasions } from '../domain/notice/index.ts';
import { SessionId } from '../domain/session/index.ts';
import { settingsTable } from '../domain/settings/index.ts';
import { at, count, id } from './primitives.ts';

const audience = z.enum(audiences);

export const NoticeView = z
  .object({
    id: id(NoticeId),
    version: count,
    occasion: z.enum(occasions),
    title: z.string(),
    text: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    session: z
      .object({ id: id(SessionId), name: z.string(), ownerId: z.string() })
      .optional()
      .meta({ description: 'Absent of a test, and of what needs attention' }),
    to: z.union([
      z.object({ audience, channel: z.literal('webhook'), url: z.string() }),
      z.object({
        audience,
        channel: z.literal('mail'),
        person: z.string().meta({ description: 'To the address that they log in with' }),
      }),
      z.object({ audience, channel: z.literal('mail'), mailbox: z.string().meta({ description: 'Of the settings' }) }),
    ]),
    happenedAt: at,
    order: z.object({ position: count, part: count }),
    about: at.optional().meta({ description: 'Of a reminder: the start or the end that it is about' }),
    queuedAt: at,
    status: z.enum(noticeStatuses),
    statusSince: at,
    reason: z.string(),
    attempts: count,
    nextTryAt: at.optional(),
    outageSince: at.optional().meta({ description: 'Since when it waits for a mail server that takes nothing' }),
    gathered: z.array(id(NoticeId)).readonly().optional().meta({ description: 'What is told in the same mail' }),
  })
  .meta({ id: 'Notice' });
export type NoticeView = z.output<typeof NoticeView>;
export const NoticeViews = z.object({ items: z.array(NoticeView) });

export const OfNotice = z.strictObject({ noticeId: id(NoticeId) });

/** Where somebody is told by webhook: no user and no query, so that the address holds no secret. */
export const webhookAddress = z
  .string()
  .regex(settingsTable['notices.webhooks'].pattern, { error: `is not ${settingsTable['notices.webhooks'].item}` })
  .meta({ examples: ['https://hooks.example.org/lablets'] });
