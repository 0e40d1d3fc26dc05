import type { AuditFilter } from '@lcm/core/contracts/history';
import { type Actor, may } from '@lcm/core/domain/access';
import { type AuditRow, auditSearch, type Predicate } from '@lcm/core/domain/query';
import { maySeeTask } from '@lcm/core/domain/task';
import { type Instant, ok, type Result } from '@lcm/core/kernel';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import { asked } from './asked.ts';
import type { AuditQuestion } from './audit-index.ts';
import type { Rejection } from './operation.ts';
import { settingsNow } from './settings-now.ts';
import type { Views } from './views.ts';

const dayMs = 86_400_000;

export interface AuditReader {
  readonly actor: Actor;
  readonly views: Views;
}

/** What of the audit one may read: of tasks, what one may see of them. */
export function readableBy({ actor, views }: AuditReader): Predicate<Pick<AuditRow, 'kind' | 'subject'>> {
  if (may(actor, 'task:all')) return () => true;
  return ({ kind, subject }) => {
    const task = kind === 'task' ? views.get('task', subject)?.state : undefined;
    return kind !== 'task' || (task !== undefined && maySeeTask(actor, task));
  };
}

/** What a filter asks of what one may read, or why its query cannot be read. */
export function auditQuestion(
  filter: AuditFilter,
  reader: AuditReader,
  now: Instant,
): Result<AuditQuestion, Rejection> {
  const readable = readableBy(reader);
  const query = asked(filter.q, auditSearch, now);
  if (!query.ok) return query;
  const { from = 0, to } = filter;
  const shownFrom = now - settingsNow(reader.views)['retention.auditDays'] * dayMs;
  const holds: Predicate<AuditRow> = (row) => readable(row) && hasAll(row, filter) && query.value(row);
  return ok({ from: Math.max(from, shownFrom), to, holds });
}

function hasAll({ by, operation, kind, subject, correlationId }: AuditRow, filter: AuditFilter): boolean {
  return (
    (has(by.id, filter.actor) || has(by.name, filter.actor)) &&
    has(operation, filter.operation) &&
    (filter.kind === undefined || filter.kind === kind) &&
    has(`${kind}/${subject}`, filter.subject) &&
    (filter.correlation === undefined || filter.correlation === correlationId)
  );
}

function has(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}

/** Neighbours are read at once, with what lies between them; what is far apart by itself. */
const span = 200;

/** The commits at those positions, which go from newest to oldest. */
export async function commitsAt(store: StateStore, positions: readonly number[]): Promise<readonly PublishedCommit[]> {
  const found: PublishedCommit[] = [];
  for (let start = 0; start < positions.length; ) {
    const newest = positions[start] ?? 0;
    const beyond = positions.findIndex((position, index) => index > start && position <= newest - span);
    const end = beyond === -1 ? positions.length : beyond;
    const oldest = positions[end - 1] ?? newest;
    const wanted = new Set(positions.slice(start, end));
    const commits = await store.published(oldest - 1, newest - oldest + 1);
    found.push(...commits.filter(({ position }) => wanted.has(position)).toReversed());
    start = end;
  }
  return found;
}
