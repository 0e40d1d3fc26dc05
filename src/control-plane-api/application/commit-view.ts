import type { CommitView } from '@lcm/core/contracts/history';
import type { PublishedCommit } from '@lcm/core/ports/state-store';

/** A commit as the audit and the histories show it. */
export function commitView(commit: PublishedCommit): CommitView {
  const { position, stream, version, at, by, operation, correlationId, causationId, events } = commit;
  return {
    position,
    stream,
    version,
    at,
    by: { ...by, roles: [...by.roles] },
    operation,
    correlationId,
    causationId,
    events: events.map((event) => ({ ...event })),
  };
}
