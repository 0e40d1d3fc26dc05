import { Audit, AuditFilter } from '@lcm/core/contracts/history';
import { ok } from '@lcm/core/kernel';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import { commitView } from '../../application/commit-view.ts';
import { defineQuery } from '../../application/operation.ts';

interface Deps {
  readonly store: StateStore;
}

/** How many commits are looked at for one page, at most: a filter that matches nothing must end too. */
const pageReach = 20_000;
const batch = 500;

export const listAudit = defineQuery({
  name: 'ListAudit',
  summary: 'Who changed what and when, newest first',
  allow: 'audit:read',
  input: AuditFilter,
  output: Audit,
  async handle(filter, _caller, { store }: Deps) {
    const { position } = await store.head();
    let upTo = Math.min((filter.before ?? position + 1) - 1, position);
    const lowest = Math.max(0, upTo - pageReach);
    const found: PublishedCommit[] = [];
    while (upTo > lowest && found.length < filter.limit) {
      const from = Math.max(lowest, upTo - batch);
      const commits = await store.published(from, upTo - from);
      found.push(...commits.filter((commit) => matches(commit, filter)).toReversed());
      upTo = from;
    }
    const items = found.slice(0, filter.limit);
    const last = found.length > items.length ? items.at(-1)?.position : upTo + 1;
    return ok({ items: items.map(commitView), next: last !== undefined && last > 1 ? last : undefined });
  },
});

function matches({ by, operation, stream }: PublishedCommit, filter: AuditFilter): boolean {
  return (
    (has(by.id, filter.actor) || has(by.name, filter.actor)) &&
    has(operation, filter.operation) &&
    has(stream, filter.subject)
  );
}

function has(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}
