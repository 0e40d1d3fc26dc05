import type { DefinitionStatus } from '@lcm/core/domain/definition';
import type { FoundInstanceStatus } from '@lcm/core/domain/instance';
import type { LabStatus } from '@lcm/core/domain/lab';
import type { SessionStatus } from '@lcm/core/domain/session';
import type { SnapshotState } from '@lcm/core/domain/snapshot';
import type { TaskPriority, TaskStatus } from '@lcm/core/domain/task';
import type { LicenseStatus, ServiceStatus, WorkerStatus } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { type NodeTone, nodeToneOf, nodeWords } from '../lib/lab-nodes.ts';

type Tone = 'neutral' | 'wait' | 'good' | 'warn' | 'bad' | 'off';

const workerTones = {
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

const sessionTones = {
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

const definitionTones = {
  pending_sync: 'wait',
  active: 'good',
  inactive: 'off',
  deprecated: 'warn',
  archived: 'off',
  deleted: 'off',
} as const satisfies Record<DefinitionStatus, Tone>;

const foundInstanceTones = {
  sought: 'wait',
  undecided: 'warn',
  ignored: 'off',
  adopted: 'good',
  terminating: 'warn',
  gone: 'off',
} as const satisfies Record<FoundInstanceStatus, Tone>;
const snapshotTones = {
  requested: 'wait',
  pending: 'wait',
  completed: 'good',
  error: 'bad',
  deleting: 'warn',
  deleted: 'off',
} as const satisfies Record<SnapshotState, Tone>;

const labTones = {
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

const taskTones = {
  open: 'warn',
  in_progress: 'wait',
  done: 'good',
  dismissed: 'off',
  settled: 'good',
  deleted: 'off',
} as const satisfies Record<TaskStatus, Tone>;

const priorityTones = {
  low: 'off',
  normal: 'neutral',
  high: 'warn',
  urgent: 'bad',
} as const satisfies Record<TaskPriority, Tone>;

const nodeTones = { on: 'good', wait: 'wait', off: 'off', bad: 'bad' } as const satisfies Record<NodeTone, Tone>;

const serviceTones = {
  unavailable: 'off',
  starting: 'wait',
  available: 'good',
  error: 'bad',
} as const satisfies Record<ServiceStatus, Tone>;

const licenseTones = {
  unregistered: 'off',
  registered: 'good',
  evaluation: 'warn',
  expired: 'bad',
  invalid: 'bad',
} as const satisfies Record<LicenseStatus, Tone>;

const outcomeTones = { completed: 'good', terminated: 'off', expired: 'warn', failed: 'bad' } as const;

/** Only the first letter: names inside keep theirs. */
function label(text: string): string {
  return text.startsWith('CML') ? text : humanize(text);
}

function Badge({ tone, text, title }: { readonly tone: Tone; readonly text: string; readonly title?: string }): VNode {
  return (
    <span class={`status status-${tone}`} title={title}>
      {label(text)}
    </span>
  );
}

export function WorkerBadge({ status }: { readonly status: WorkerStatus }): VNode {
  return <Badge tone={workerTones[status]} text={status} />;
}

export function SessionBadge({ status }: { readonly status: SessionStatus }): VNode {
  return <Badge tone={sessionTones[status]} text={status} />;
}

export function DefinitionBadge({ status }: { readonly status: DefinitionStatus }): VNode {
  return <Badge tone={definitionTones[status]} text={status} />;
}

export function FoundInstanceBadge({ status }: { readonly status: FoundInstanceStatus }): VNode {
  return <Badge tone={foundInstanceTones[status]} text={status} />;
}

export function SnapshotBadge({ state }: { readonly state: SnapshotState }): VNode {
  return <Badge tone={snapshotTones[state]} text={state} />;
}

export function LabBadge({ status }: { readonly status: LabStatus }): VNode {
  return <Badge tone={labTones[status]} text={status} />;
}

/** Nobody’s any more. */
export function OrphanBadge({ title }: { readonly title: string }): VNode {
  return <Badge tone="bad" text="orphan" title={title} />;
}

export function NodeBadge({ state }: { readonly state: string }): VNode {
  return <Badge tone={nodeTones[nodeToneOf(state)]} text={nodeWords(state)} title={state} />;
}

export function TaskBadge({ status }: { readonly status: TaskStatus }): VNode {
  return <Badge tone={taskTones[status]} text={status} />;
}

export function PriorityBadge({ priority }: { readonly priority: TaskPriority }): VNode {
  return <Badge tone={priorityTones[priority]} text={priority} />;
}

/** Brief where a head says already what it is of. */
interface BriefProps<Status> {
  readonly status: Status;
  readonly isBrief?: boolean;
}

export function ServiceBadge({ status, isBrief = false }: BriefProps<ServiceStatus>): VNode {
  return <Badge tone={serviceTones[status]} text={isBrief ? status : `CML ${status}`} />;
}

export function LicenseBadge({ status, isBrief = false }: BriefProps<LicenseStatus>): VNode {
  return <Badge tone={licenseTones[status]} text={isBrief ? status : `licence ${status}`} />;
}

const runTones = { done: 'good', failed: 'bad' } as const;

export function RunBadge({ outcome }: { readonly outcome: keyof typeof runTones }): VNode {
  return <Badge tone={runTones[outcome]} text={outcome} />;
}

export function OutcomeBadge({ result }: { readonly result: keyof typeof outcomeTones }): VNode {
  return <Badge tone={outcomeTones[result]} text={result} />;
}
