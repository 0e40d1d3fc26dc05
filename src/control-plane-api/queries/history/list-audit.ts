import { Audit, AuditPage } from '@lcm/core/contracts/history';
import { type Clock, ok } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { AuditIndex } from '../../application/audit-index.ts';
import { auditQuestion, commitsAt } from '../../application/audit-question.ts';
import { commitView } from '../../application/commit-view.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly store: StateStore;
  readonly audit: AuditIndex;
  readonly views: Views;
  readonly clock: Clock;
}

export const listAudit = defineQuery({
  name: 'ListAudit',
  summary: 'Who changed what and when, newest first',
  allow: 'audit:read',
  input: AuditPage,
  output: Audit,
  async handle({ before, limit, ...filter }, { actor }, { store, audit, views, clock }: Deps) {
    const question = auditQuestion(filter, { actor, views }, clock.now());
    if (!question.ok) return question;
    const { positions, next } = audit.find({ ...question.value, before }, limit);
    const commits = await commitsAt(store, positions);
    return ok({ items: commits.map(commitView), next, head: audit.head });
  },
});
