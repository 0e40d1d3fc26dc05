import type { PackageResult } from '@lcm/core/domain/content';
import type { DefinitionStatus } from '@lcm/core/domain/definition';
import type { FoundInstanceStatus } from '@lcm/core/domain/instance';
import type { LabStatus } from '@lcm/core/domain/lab';
import type { NoticeStatus } from '@lcm/core/domain/notice';
import type { Outcome, SessionStatus } from '@lcm/core/domain/session';
import type { SnapshotState } from '@lcm/core/domain/snapshot';
import type { TaskPriority, TaskStatus } from '@lcm/core/domain/task';
import type { LicenseStatus, ServiceStatus, WorkerStatus } from '@lcm/core/domain/worker';
import type { NodeTone } from './lab-nodes.ts';

/** What a word of a state says at a glance; each is a colour in both themes. */
export type Tone = 'neutral' | 'wait' | 'good' | 'warn' | 'bad' | 'off';

export const workerTones = {
  pending: 'neutral',
  provisioning: 'wait',
  starting: 'wait',
  running: 'good',
  draining: 'warn',
  stopping: 'warn',
  stopped: 'off',
  terminating: 'warn',
  terminated: 'off',
  failed: 'bad',
  unknown: 'bad',
} as const satisfies Record<WorkerStatus, Tone>;

export const sessionTones = {
  pending: 'neutral',
  scheduled: 'wait',
  instantiating: 'wait',
  ready: 'good',
  running: 'good',
  collecting: 'wait',
  grading: 'wait',
  stopping: 'warn',
  stopped: 'off',
  archived: 'off',
  terminated: 'off',
  expired: 'warn',
  failed: 'bad',
} as const satisfies Record<SessionStatus, Tone>;

export const definitionTones = {
  pending_sync: 'wait',
  active: 'good',
  inactive: 'off',
  deprecated: 'warn',
  archived: 'off',
  deleted: 'off',
} as const satisfies Record<DefinitionStatus, Tone>;

export const foundInstanceTones = {
  sought: 'wait',
  undecided: 'warn',
  ignored: 'off',
  adopted: 'good',
  terminating: 'warn',
  gone: 'off',
} as const satisfies Record<FoundInstanceStatus, Tone>;

export const snapshotTones = {
  requested: 'wait',
  pending: 'wait',
  completed: 'good',
  error: 'bad',
  deleting: 'warn',
  deleted: 'off',
} as const satisfies Record<SnapshotState, Tone>;

export const labTones = {
  discovered: 'neutral',
  importing: 'wait',
  defined: 'off',
  starting: 'wait',
  queued: 'wait',
  booted: 'good',
  paused: 'warn',
  stopping: 'warn',
  stopped: 'off',
  wiping: 'warn',
  wiped: 'off',
  deleting: 'warn',
  deleted: 'off',
  archived: 'off',
  error: 'bad',
  orphaned: 'bad',
} as const satisfies Record<LabStatus, Tone>;

export const noticeTones = {
  queued: 'wait',
  sent: 'good',
  failed: 'bad',
  overtaken: 'off',
  removed: 'off',
} as const satisfies Record<NoticeStatus, Tone>;

export const taskTones = {
  open: 'warn',
  in_progress: 'wait',
  done: 'good',
  dismissed: 'off',
  settled: 'good',
  deleted: 'off',
} as const satisfies Record<TaskStatus, Tone>;

export const priorityTones = {
  low: 'off',
  normal: 'neutral',
  high: 'warn',
  urgent: 'bad',
} as const satisfies Record<TaskPriority, Tone>;

export const nodeTones = { on: 'good', wait: 'wait', off: 'off', bad: 'bad' } as const satisfies Record<NodeTone, Tone>;

export const serviceTones = {
  unavailable: 'off',
  starting: 'wait',
  available: 'good',
  error: 'bad',
} as const satisfies Record<ServiceStatus, Tone>;

export const licenseTones = {
  unregistered: 'off',
  registered: 'good',
  evaluation: 'warn',
  expired: 'bad',
  invalid: 'bad',
} as const satisfies Record<LicenseStatus, Tone>;

export const outcomeTones = {
  completed: 'good',
  terminated: 'off',
  expired: 'warn',
  failed: 'bad',
} as const satisfies Record<Outcome, Tone>;

export const runTones = { done: 'good', failed: 'bad' } as const;

export const packageTones = {
  published: 'good',
  unchanged: 'good',
  refused: 'bad',
  withheld: 'warn',
  vanished: 'off',
} as const satisfies Record<PackageResult, Tone>;

export const sourceTones = { ok: 'good', faults: 'warn', unreachable: 'bad' } as const;
