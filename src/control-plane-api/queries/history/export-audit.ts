import { type AuditExport, AuditExport as Input } from '@lcm/core/contracts/history';
import { type Clock, ok, toIso } from '@lcm/core/kernel';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import { type AuditIndex, type AuditQuestion, subjectOf } from '../../application/audit-index.ts';
import { auditQuestion, commitsAt } from '../../application/audit-question.ts';
import { csvLine } from '../../application/csv.ts';
import { defineDownload } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly store: StateStore;
  readonly audit: AuditIndex;
  readonly views: Views;
  readonly clock: Clock;
}

const batch = 500;

export const exportAudit = defineDownload({
  name: 'ExportAudit',
  summary: 'What a filter finds in the audit, as a file; newest first',
  allow: 'audit:read',
  input: Input,
  types: ['text/csv', 'application/jsonl'],
  async handle({ format, ...filter }, { actor }, { store, audit, views, clock }: Deps) {
    const question = auditQuestion(filter, { actor, views }, clock.now());
    if (!question.ok) return question;
    // What comes while it is read is not part of it.
    const entries = entriesOf({ ...question.value, before: audit.head + 1 }, { store, audit });
    const { type, linesOf } = formats[format];
    const name = `audit-${toIso(clock.now()).slice(0, 10)}.${format}`;
    return ok({ type, name, chunks: linesOf(entries) });
  },
});

/** Batches of what is found: no more is in memory than is being written. */
async function* entriesOf(
  question: AuditQuestion,
  { store, audit }: Pick<Deps, 'store' | 'audit'>,
): AsyncGenerator<readonly PublishedCommit[]> {
  for (let before = question.before; before !== undefined; ) {
    const { positions, next } = audit.find({ ...question, before }, batch);
    yield await commitsAt(store, positions);
    before = next;
  }
}

type Entries = AsyncIterable<readonly PublishedCommit[]>;

const formats = {
  csv: { type: 'text/csv', linesOf: csvOf },
  jsonl: { type: 'application/jsonl', linesOf: jsonLinesOf },
} as const satisfies Record<
  AuditExport['format'],
  { type: string; linesOf: (entries: Entries) => AsyncIterable<string> }
>;

const columns = ['at', 'position', 'who', 'who id', 'as', 'operation', 'kind', 'subject', 'version'] as const;

async function* csvOf(entries: Entries): AsyncGenerator<string> {
  yield csvLine([...columns, 'correlation', 'causation', 'events', 'details']);
  for await (const commits of entries) yield commits.map(csvRow).join('');
}

function csvRow(commit: PublishedCommit): string {
  const { by, stream, events } = commit;
  const { kind, id } = subjectOf(stream);
  return csvLine([
    toIso(commit.at),
    commit.position,
    by.name,
    by.id,
    by.roles.join(' '),
    commit.operation,
    kind,
    id,
    commit.version,
    commit.correlationId,
    commit.causationId ?? '',
    events.map(({ type }) => type).join(' '),
    JSON.stringify(events),
  ]);
}

async function* jsonLinesOf(entries: Entries): AsyncGenerator<string> {
  for await (const commits of entries) {
    yield commits.map((commit) => `${JSON.stringify({ ...commit, at: toIso(commit.at) })}\n`).join('');
  }
}
