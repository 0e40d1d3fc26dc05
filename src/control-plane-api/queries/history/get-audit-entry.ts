import { controllerViews } from '@lcm/core/contracts/control-plane';
import { AuditEntry, OfAuditEntry } from '@lcm/core/contracts/history';
import { ok, reject } from '@lcm/core/kernel';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import * as z from 'zod';
import { type Aggregate, aggregates, type Kind } from '../../application/aggregates.ts';
import { type AuditIndex, subjectOf } from '../../application/audit-index.ts';
import { readableBy } from '../../application/audit-question.ts';
import { unknown } from '../../application/change.ts';
import { commitView } from '../../application/commit-view.ts';
import { defineQuery } from '../../application/operation.ts';
import { type StateChange, stateChanges } from '../../application/state-changes.ts';
import { viewOf } from '../../application/view-of.ts';
import { splitStream, type Views } from '../../application/views.ts';

interface Deps {
  readonly store: StateStore;
  readonly audit: AuditIndex;
  readonly views: Views;
}

/** As many as one looks through. */
const mostTogether = 1_000;

export const getAuditEntry = defineQuery({
  name: 'GetAuditEntry',
  summary: 'One entry with the values before and after it, and how many came of the same request',
  allow: 'audit:read',
  input: OfAuditEntry,
  output: AuditEntry,
  async handle({ position }, { actor }, { store, audit, views }: Deps) {
    const [commit] = await store.published(position - 1, 1);
    const readable = readableBy({ actor, views });
    if (commit === undefined || !readable(auditSubject(commit))) return reject(unknown('audit', String(position)));
    const together = audit.find(
      { holds: (row) => row.correlationId === commit.correlationId && readable(row) },
      mostTogether,
    );
    return ok({
      entry: commitView(commit),
      changes: [...(await changesOf(commit, store))],
      sameRequest: together.positions.length,
    });
  },
});

function auditSubject({ stream }: PublishedCommit) {
  const { kind, id } = subjectOf(stream);
  return { kind, subject: id };
}

/** Folds the stream up to the commit and one further: the store keeps what was decided, not what it was before. */
async function changesOf({ stream, version }: PublishedCommit, store: StateStore): Promise<readonly StateChange[]> {
  const [kind] = splitStream(stream);
  if (kind === undefined) return [];
  const upToIt = (await store.read(stream, 0)).slice(0, version);
  const fold = foldOf(kind);
  const before = upToIt.slice(0, -1).reduce<unknown>(fold, undefined);
  const after = upToIt.slice(-1).reduce<unknown>(fold, before);
  return stateChanges(shown(kind, before), shown(kind, after));
}

function foldOf(kind: Kind): Aggregate<unknown, never>['fold'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stream of a kind holds that kind's events
  return (aggregates[kind] as unknown as Aggregate<unknown, never>).fold;
}

/** A state as everybody reads it: with times as times. */
function shown(kind: Kind, state: unknown): unknown {
  if (state === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- folded by the aggregate of the kind
  const view = viewOf[kind]({ state, version: 0 } as never);
  return z.encode<z.ZodType>(controllerViews[kind], view);
}
