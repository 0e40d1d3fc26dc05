import * as z from 'zod';
import { SessionId } from '../domain/session/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { at, id, reason, words } from './primitives.ts';
import { Placement, Timeslot, Verdict } from './session.ts';

const sessionId = id(SessionId);

export const ExtendSession = z.strictObject({
  sessionId,
  minutes: z
    .int()
    .min(1)
    .max(1440)
    .meta({ description: 'More than it has now, up to what its definition allows', examples: [15] }),
  reason: reason.optional(),
});

export const MoveSession = z.strictObject({
  sessionId,
  start: at.optional().meta({ description: 'Left out: as it is' }),
  workerId: id(WorkerId).optional().meta({ description: 'Left out: the scheduler chooses' }),
  reason: reason.optional(),
});

export const RenameSession = z.strictObject({ sessionId, name: words(100) });

/** What may be done to many sessions by one request. */
export const bulkSessionActions = ['extend', 'requeue', 'pause', 'resume', 'end', 'terminate'] as const;

export const ChangeSessions = z.strictObject({
  sessionIds: z.array(sessionId).min(1).max(200),
  action: z.enum(bulkSessionActions),
  minutes: ExtendSession.shape.minutes.optional().meta({ description: 'Of an extension, and needed there' }),
  reason: reason.optional(),
});
export type ChangeSessions = z.output<typeof ChangeSessions>;

/** Session by session, in the order they were named, each once: what one refuses stops no other. */
export const ChangedSessions = z.object({
  items: z.array(
    z.object({
      sessionId,
      done: z.boolean().meta({ description: 'Taken; the message says what became of it' }),
      code: z
        .string()
        .optional()
        .meta({ description: 'Why it was refused', examples: ['session.wrong-state'] }),
      message: z.string(),
    }),
  ),
});
export type ChangedSessions = z.output<typeof ChangedSessions>;

/** The scheduler's answer to a wish. What is granted holds in the calendar already. */
export const AnswerWish = z.strictObject({
  sessionId,
  answer: z.discriminatedUnion('type', [
    z.object({ type: z.literal('extended'), end: at, until: at, summary: z.string() }),
    z.object({
      type: z.literal('moved'),
      placement: Placement,
      timeslot: Timeslot,
      verdict: Verdict,
      unasked: z
        .boolean()
        .optional()
        .meta({ description: 'Nobody has wished it: at its own time, elsewhere, so that fewer hosts are up' }),
    }),
    z.object({
      type: z.literal('refused'),
      kind: z.enum(['extend', 'move', 'replace']),
      summary: z.string(),
      latestEnd: at.optional(),
    }),
  ]),
});
export type AnswerWish = z.output<typeof AnswerWish>;
