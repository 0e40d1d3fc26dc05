import { NewerAudit, NewerAuditCount } from '@lcm/core/contracts/history';
import { type Clock, ok } from '@lcm/core/kernel';
import type { AuditIndex } from '../../application/audit-index.ts';
import { auditQuestion } from '../../application/audit-question.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly audit: AuditIndex;
  readonly views: Views;
  readonly clock: Clock;
}

/** More are not counted: nobody reads that many one by one. */
const most = 1_000;

export const countNewerAudit = defineQuery({
  name: 'CountNewerAudit',
  summary: 'How many entries have come since a page was read, so that it need not move by itself',
  allow: 'audit:read',
  input: NewerAudit,
  output: NewerAuditCount,
  async handle({ after, ...filter }, { actor }, { audit, views, clock }: Deps) {
    const question = auditQuestion(filter, { actor, views }, clock.now());
    if (!question.ok) return question;
    return ok({ count: audit.find({ ...question.value, after }, most).positions.length });
  },
});
