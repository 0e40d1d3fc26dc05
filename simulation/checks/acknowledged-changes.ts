import { openLabSuspension, openPause } from '@lcm/core/domain/session';
import type { Evidence } from './evidence.ts';
import { isServed } from './orders-to-leaders.ts';

/** What is left behind by what people do to sessions beside booking and ending them. Where it changes nothing it was so already. */
export const expectedOfChanges: Readonly<Record<string, (evidence: Evidence) => boolean>> = {
  BookCohort: ({ commits, acknowledged }) => commits.length === sizeIn(acknowledged.body),
  HandOutSeat: ({ commits, acknowledged: { input, subject } }) =>
    commits.length > 0 || ('ownerId' in input && subject.session?.ownerId === input.ownerId),
  ExtendSession: ({ commits, acknowledged: { subject } }) =>
    commits.length > 0 || subject.session?.wish?.kind === 'extend',
  MoveSession: ({ commits }) => commits.length > 0,
  RequeueSession: ({ commits, acknowledged: { subject } }) =>
    commits.length > 0 || subject.session?.status === 'pending',
  RenameSession: ({ commits, acknowledged: { input, subject } }) =>
    commits.length > 0 || ('name' in input && subject.session?.name === input.name),
  ResetSession: ({ commits, acknowledged: { subject } }) =>
    commits.length > 0 || openLabSuspension(subject.session ?? {})?.cause === 'reset',
  RestartSession: ({ commits }) => commits.length > 0,
  PauseDelivery: ({ commits, acknowledged: { subject } }) =>
    commits.length > 0 || openPause(subject.session ?? {}) !== undefined || isOrdered(subject, 'pause'),
  ResumeDelivery: ({ commits, acknowledged: { subject } }) => commits.length > 0 || isOrdered(subject, 'resume'),
  ForceDrain: ({ commits, acknowledged: { subject } }) =>
    commits.length > 0 || subject.worker?.drain?.forced !== undefined,
  ResignLeader: ({ auditor, acknowledged: { input } }) =>
    'name' in input && auditor.state(`election/${String(input.name)}`) !== undefined,
  TriggerJob: ({ auditor, acknowledged: { input } }) =>
    'name' in input && isServed(auditor.state(`job/${String(input.name)}`)),
  ChangeSettings: ({ commits, auditor }) => commits.length > 0 || auditor.state('settings/default') !== undefined,
};

function isOrdered({ session }: Evidence['acknowledged']['subject'], order: 'pause' | 'resume'): boolean {
  return session?.deliveryOrder?.order === order;
}

function sizeIn(body: unknown): number {
  return typeof body === 'object' && body !== null && 'size' in body ? Number(body.size) : Number.NaN;
}
