import * as z from 'zod';
import { at, count } from './primitives.ts';

/** One decision as the audit shows it. */
export const CommitView = z.object({
  position: count,
  stream: z.string().meta({ examples: ['worker/wkr_7f3k2m9qwx4b'] }),
  version: count,
  at,
  by: z.object({ id: z.string(), name: z.string(), roles: z.array(z.string()) }),
  operation: z.string(),
  correlationId: z.string(),
  causationId: z.string().optional(),
  events: z.array(z.looseObject({ type: z.string() })),
});
export type CommitView = z.output<typeof CommitView>;

export const HistoryOf = z.strictObject({
  kind: z.enum(['worker', 'session', 'definition', 'template']),
  id: z.string().meta({ examples: ['metal', 'wkr_7f3k2m9qwx4b'] }),
});
export const History = z.object({ items: z.array(CommitView) });

export const AuditFilter = z.strictObject({
  before: z.coerce.number().int().positive().optional().meta({ description: 'Only what came before this position' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  actor: z.string().optional().meta({ description: 'Part of the name or id of who did it' }),
  operation: z.string().optional().meta({ description: 'Part of the operation’s name' }),
  subject: z.string().optional().meta({ description: 'Part of the stream: a kind, an id' }),
});
export type AuditFilter = z.output<typeof AuditFilter>;
export const Audit = z.object({
  items: z.array(CommitView),
  next: count.optional().meta({ description: 'Ask with `before` of this for what is older' }),
});
