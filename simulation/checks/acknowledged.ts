import type { FoundInstanceStatus } from '@lcm/core/domain/instance';
import { type Worker, windowsOf } from '@lcm/core/domain/worker';
import type { StateStore } from '@lcm/core/ports/state-store';
import { expectedOfChanges } from './acknowledged-changes.ts';
import type { Auditor } from './auditor.ts';
import type { Acknowledged, Evidence, Subject } from './evidence.ts';

/** What each acknowledged command must have left behind, whatever died afterwards. */
const expected: Readonly<Record<string, (evidence: Evidence) => boolean>> = {
  BookSession: ({ commits }) => commits.length > 0,
  CreateWorker: ({ commits }) => commits.length > 0,
  DefineTemplate: ({ commits, auditor }) => commits.length > 0 || auditor.state('template/metal') !== undefined,
  PublishDefinition: ({ acknowledged, auditor }) => auditor.definitions.has(idOf(acknowledged.body)),
  SetWarmDepth: ({ acknowledged, auditor }) => (auditor.definitions.get(idOf(acknowledged.body))?.warmDepth ?? 0) > 0,
  ReceiveCloudEvent: ({ acknowledged, auditor }) => isHandled(auditor.state(`inbox/${itemOf(acknowledged.body)}`)),
  TerminateSession: ({ commits, acknowledged }) =>
    commits.length > 0 || acknowledged.subject.session?.outcome !== undefined,
  TerminateWorker: ({ acknowledged, auditor }) =>
    auditor.workers.get(workerOf(acknowledged.input))?.status === 'terminated',
  // Where it changes nothing nothing is committed: then it has to have been so already.
  DrainWorker: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.status === 'draining',
  StopWorker: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.desired === 'stopped',
  StartWorker: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.desired === 'running',
  CancelDrain: ({ commits, acknowledged }) => commits.length > 0 || acknowledged.subject.worker?.status === 'running',
  PlanMaintenance: ({ commits }) => commits.length > 0,
  CancelMaintenance: ({ commits, acknowledged }) =>
    commits.length > 0 || !hasWindow(acknowledged.subject.worker, acknowledged.input),
  SetTimetable: ({ commits, acknowledged }) =>
    commits.length > 0 || acknowledged.subject.worker?.timetable !== undefined,
  RemoveTimetable: ({ commits, acknowledged }) =>
    commits.length > 0 || acknowledged.subject.worker?.timetable === undefined,
  ChangeWorkerTags: ({ commits, acknowledged }) =>
    commits.length > 0 || acknowledged.subject.worker?.tags?.['owner'] !== undefined,
  RegisterLicense: ({ commits }) => commits.length > 0,
  DeregisterLicense: ({ commits, acknowledged }) =>
    commits.length > 0 || acknowledged.subject.worker?.licenseOrder !== undefined,
  AdoptInstance: ({ commits, acknowledged }) => commits.length > 0 || isFound(acknowledged, 'adopted'),
  IgnoreInstance: ({ commits, acknowledged }) => commits.length > 0 || isFound(acknowledged, 'ignored'),
  UnignoreInstance: ({ commits, acknowledged }) => commits.length > 0 || isFound(acknowledged, 'undecided'),
  TerminateInstance: ({ commits, acknowledged }) => commits.length > 0 || isFound(acknowledged, 'terminating'),
  // Whoever asks for what is adopted, or looked for already, changes nothing and hears of it.
  ImportWorkers: ({ commits, acknowledged }) => commits.length > 0 || saysWhatIs(acknowledged.body),
  ...expectedOfChanges,
};

export function stateWhenAnswered(auditor: Auditor, input: object): Subject {
  return {
    worker: auditor.workers.get(workerOf(input)),
    session: auditor.sessions.get(sessionOf(input)),
    found: auditor.instances.get(foundOf(input)),
  };
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

function foundOf(input: object): string {
  return 'foundId' in input ? String(input.foundId) : '';
}

function isFound({ subject }: Acknowledged, status: FoundInstanceStatus): boolean {
  return subject.found?.status === status;
}

function hasWindow(worker: Worker | undefined, input: object): boolean {
  return windowsOf(worker ?? {}).some(({ id }) => 'maintenanceId' in input && id === input.maintenanceId);
}

function saysWhatIs(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items);
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
