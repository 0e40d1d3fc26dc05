import * as z from 'zod';
import { auditKinds } from '../domain/query/index.ts';
import { q } from './list.ts';
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
  kind: z.enum([
    'worker',
    'session',
    'definition',
    'template',
    'job',
    'settings',
    'instance',
    'task',
    'lab',
    'snapshot',
    'notice',
    'content',
    'election',
  ]),
  id: z.string().meta({ examples: ['metal', 'wkr_7f3k2m9qwx4b'] }),
});
export const History = z.object({ items: z.array(CommitView) });

export const AuditFilter = z.strictObject({
  q,
  actor: z.string().optional().meta({ description: 'Part of the name or id of who did it' }),
  operation: z.string().optional().meta({ description: 'Part of the operation’s name' }),
  kind: z.enum(auditKinds).optional().meta({ description: 'Of what was changed' }),
  subject: z.string().optional().meta({ description: 'Part of `kind/id` of what was changed' }),
  correlation: z.string().optional().meta({ description: 'The id of the request that led to it' }),
  from: at.optional().meta({ description: 'Not before' }),
  to: at.optional().meta({ description: 'Before' }),
});
export type AuditFilter = z.output<typeof AuditFilter>;

const position = z.coerce.number().int();

export const AuditPage = AuditFilter.extend({
  before: position.positive().optional().meta({ description: 'Only what came before this position' }),
  limit: position.min(1).max(500).default(100),
});
export const Audit = z.object({
  items: z.array(CommitView),
  next: count.optional().meta({
    description: 'Ask with `before` of this for what is older; a page may be short, or empty, and not the last',
  }),
  head: count.meta({ description: 'The newest position there was: ask how many entries came after it' }),
});

export const NewerAudit = AuditFilter.extend({ after: position.nonnegative() });
export const NewerAuditCount = z.object({ count: count.meta({ description: 'At most 1000' }) });

export const AuditExport = AuditFilter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') });
export type AuditExport = z.output<typeof AuditExport>;

export const OfAuditEntry = z.strictObject({ position: position.positive() });

const leaf = z.union([z.string(), z.number(), z.boolean(), z.null()]).optional();

export const AuditEntry = z.object({
  entry: CommitView,
  changes: z.array(z.object({ path: z.string(), before: leaf, after: leaf })),
  sameRequest: count.meta({ description: 'Entries with this correlation id, itself among them; at most 1000' }),
});
