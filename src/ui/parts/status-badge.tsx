import type { LicenseStatus, ServiceStatus } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { nodeToneOf, nodeWords } from '../lib/lab-nodes.ts';
import {
  definitionTones,
  foundInstanceTones,
  labTones,
  licenseTones,
  nodeTones,
  noticeTones,
  outcomeTones,
  packageTones,
  priorityTones,
  runTones,
  serviceTones,
  sessionTones,
  snapshotTones,
  sourceTones,
  type Tone,
  taskTones,
  workerTones,
} from '../lib/tones.ts';

interface BadgeProps {
  readonly tone: Tone;
  readonly text: string;
  readonly title?: string | undefined;
}

/** A word on a ground of its tone: the word alone says it too. */
export function Badge({ tone, text, title }: BadgeProps): VNode {
  return (
    <span class={`status status-${tone}`} title={title}>
      {text}
    </span>
  );
}

type StatusBadge<Status> = (props: { readonly status: Status; readonly title?: string }) => VNode;

/** The badge of everything whose states are the keys of this table. */
function badgeOf<Status extends string>(tones: Readonly<Record<Status, Tone>>): StatusBadge<Status> {
  return ({ status, title }) => <Badge tone={tones[status]} text={humanize(status)} title={title} />;
}

export const WorkerBadge = badgeOf(workerTones);
export const SessionBadge = badgeOf(sessionTones);
export const OutcomeBadge = badgeOf(outcomeTones);
export const DefinitionBadge = badgeOf(definitionTones);
export const FoundInstanceBadge = badgeOf(foundInstanceTones);
export const SnapshotBadge = badgeOf(snapshotTones);
export const NoticeBadge = badgeOf(noticeTones);
export const LabBadge = badgeOf(labTones);
export const TaskBadge = badgeOf(taskTones);
export const PriorityBadge = badgeOf(priorityTones);
export const RunBadge = badgeOf(runTones);
export const PackageBadge = badgeOf(packageTones);
export const SourceBadge = badgeOf(sourceTones);

/** Nobody’s any more. */
export function OrphanBadge({ title }: { readonly title: string }): VNode {
  return <Badge tone="bad" text="Orphan" title={title} />;
}

export function NodeBadge({ state }: { readonly state: string }): VNode {
  return <Badge tone={nodeTones[nodeToneOf(state)]} text={humanize(nodeWords(state))} title={state} />;
}

/** Brief where a head says already what it is of. */
interface BriefProps<Status> {
  readonly status: Status;
  readonly isBrief?: boolean;
}

export function ServiceBadge({ status, isBrief = false }: BriefProps<ServiceStatus>): VNode {
  return <Badge tone={serviceTones[status]} text={isBrief ? humanize(status) : `CML ${status}`} />;
}

export function LicenseBadge({ status, isBrief = false }: BriefProps<LicenseStatus>): VNode {
  return <Badge tone={licenseTones[status]} text={isBrief ? humanize(status) : `Licence ${status}`} />;
}
