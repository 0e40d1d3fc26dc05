import type { Session } from '@lcm/core/domain/session';
import type { Worker } from '@lcm/core/domain/worker';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import type { Auditor } from './auditor.ts';

/** Something that a caller was told is done. */
export interface Acknowledged {
  readonly operation: string;
  readonly correlationId: string;
  readonly input: object;
  readonly body: unknown;
  /** What it was about, at the moment when they were told. */
  readonly subject: Subject;
}

interface Subject {
  readonly worker?: Worker | undefined;
  readonly session?: Session | undefined;
}

interface Evidence {
  readonly acknowledged: Acknowledged;
  /** What was committed because of this very call. */
  readonly commits: readonly PublishedCommit[];
  readonly auditor: Auditor;
}

/** What each acknowledged command must have left behind, whatever died afterwards. */
const expected: Readonly<Record<string, (evidence: Evidence) => boolean>> = {
  BookSession: ({ commits }) => commits.length > 0,
  CreateWorker: ({ commits }) => commits.length > 0,
  DefineTemplate: ({ commits, auditor }) => commits.length > 0 || auditor.state('template/metal') !== undefined,
  PublishDefinition: ({ acknowledged, auditor }) => auditor.definitions.has(idOf(acknowledged.body)),
  ReceiveCloudEvent: ({ acknowledged, auditor }) => isHandled(auditor.state(`inbox/${itemOf(acknowledged.body)}`)),
  TerminateSession: ({ commits, acknowledged }) =>
    commits.length > 0 || acknowledged.subject.session?.outcome !== undefined,
  TerminateWorker: ({ acknowledged, auditor }) =>
    auditor.workers.get(workerOf(acknowledged.input))?.status === 'terminated',
  // Where it changes nothing nothing is committed: then it has to have been so already.
  DrainWorker: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.status === 'draining',
  StopWorker: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.desired === 'stopped',
  StartWorker: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.desired === 'running',
};

export function stateWhenAnswered(auditor: Auditor, input: object): Subject {
  return { worker: auditor.workers.get(workerOf(input)), session: auditor.sessions.get(sessionOf(input)) };
}

/** I7, when all has come to rest: what was acknowledged is there, and led to what it was asked for. */
export async function checkAcknowledged(
  acknowledged: readonly Acknowledged[],
  { auditor, store }: { auditor: Auditor; store: StateStore },
): Promise<void> {
  const published = await store.published(0, Number.MAX_SAFE_INTEGER);
  const byCall = Map.groupBy(published, ({ correlationId }) => correlationId);
  for (const each of acknowledged) {
    const evidence = { acknowledged: each, commits: byCall.get(each.correlationId) ?? [], auditor };
    const holds = expected[each.operation];
    if (holds === undefined) auditor.report('I7', `nobody has said what ${each.operation} leaves behind`);
    else if (!holds(evidence))
      auditor.report('I7', `${each.operation} was acknowledged and is gone (${each.correlationId})`);
  }
}

function workerOf(input: object): string {
  return 'workerId' in input ? String(input.workerId) : '';
}

function sessionOf(input: object): string {
  return 'sessionId' in input ? String(input.sessionId) : '';
}

function idOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
}

function itemOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'item' in body ? String(body.item) : '';
}

function isHandled(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'handled' in item && item.handled !== undefined;
}
