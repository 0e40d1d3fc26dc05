import type { DefinitionRejection } from '@lcm/core/domain/definition';
import type { ElectionRejection } from '@lcm/core/domain/election';
import type { FoundInstanceRejection } from '@lcm/core/domain/instance';
import type { JobRejection } from '@lcm/core/domain/job';
import type { LabRejection } from '@lcm/core/domain/lab';
import type { NoticeRejection } from '@lcm/core/domain/notice';
import type { SessionRejection, WishRejection } from '@lcm/core/domain/session';
import { isSetting, type SettingsRejection, settingsTable } from '@lcm/core/domain/settings';
import type { SnapshotRejection } from '@lcm/core/domain/snapshot';
import type { TaskRejection } from '@lcm/core/domain/task';
import type { WorkerRejection } from '@lcm/core/domain/worker';
import { unreachable } from '@lcm/core/kernel';
import { definitionWords } from './definition-refusals.ts';
import { instanceWords } from './instance-refusals.ts';
import { labMessage } from './lab-words.ts';
import type { Rejection } from './operation.ts';
import { sessionWords } from './session-refusals.ts';
import { snapshotWords } from './snapshot-refusals.ts';
import { workerWords } from './worker-refusals.ts';

export type DomainRejection =
  | WorkerRejection
  | SessionRejection
  | WishRejection
  | DefinitionRejection
  | ElectionRejection
  | JobRejection
  | SettingsRejection
  | FoundInstanceRejection
  | LabRejection
  | SnapshotRejection
  | NoticeRejection
  | TaskRejection;

/** What the domain refuses, in words that tell a person what to do about it. */
export function inWords(rejection: DomainRejection): Rejection {
  const { code, ...details } = rejection;
  return { code, message: messageOf(rejection), details };
}

function messageOf(rejection: DomainRejection): string {
  if (isAbout('worker', rejection)) return workerWords(rejection);
  if (isAbout('lab', rejection)) return labMessage(rejection);
  if (isAbout('instance', rejection)) return instanceWords(rejection);
  if (isAbout('snapshot', rejection)) return snapshotWords(rejection);
  if (isAbout('session', rejection)) return sessionWords(rejection);
  if (isAbout('definition', rejection)) return definitionWords(rejection);
  return isAbout('task', rejection) ? ofTask(rejection) : ofTheRest(rejection);
}

type About<Kind extends string> = Extract<DomainRejection, { readonly code: `${Kind}.${string}` }>;

function isAbout<Kind extends string>(kind: Kind, rejection: DomainRejection): rejection is About<Kind> {
  return rejection.code.startsWith(`${kind}.`);
}

function ofTheRest(rejection: ElectionRejection | JobRejection | SettingsRejection | NoticeRejection): string {
  switch (rejection.code) {
    case 'election.nobody-leads':
      return `Nobody leads ${rejection.name} at the moment: there is nobody to give way.`;
    case 'election.other-term':
      return `By now ${rejection.leader} leads ${rejection.name}, in term ${rejection.token}. Look again.`;
    case 'job.by-setting':
      return `How often ${rejection.name} runs is the setting ${rejection.setting}. Change that one.`;
    case 'notice.wrong-state':
      return `A notice that is ${rejection.status} cannot be sent again.`;
    case 'settings.invalid':
      return rejection.faults.map(({ name, fault }) => `${labelOf(name)}: ${fault}`).join('; ');
    default:
      return unreachable(rejection);
  }
}

function labelOf(name: string): string {
  return isSetting(name) ? settingsTable[name].label : name;
}

function ofTask(rejection: TaskRejection): string {
  switch (rejection.code) {
    case 'task.wrong-state':
      return `A task that is ${said(rejection.status)} cannot ${taskVerbs[rejection.to]}.`;
    case 'task.no-reason':
      return 'Say why it is dismissed.';
    case 'task.cause-over':
      return 'What it was raised for is over. If it comes back, a new task is raised; add one of your own for anything else.';
    case 'task.too-many-comments':
      return `A task has ${rejection.most} comments at most.`;
    default:
      return unreachable(rejection);
  }
}

function said(status: string): string {
  return status.replace('_', ' ');
}

const taskVerbs = {
  open: 'be put back',
  in_progress: 'be taken on',
  done: 'be done',
  dismissed: 'be dismissed',
  settled: 'settle',
  deleted: 'be deleted',
  edit: 'be changed',
  assign: 'be handed over',
  comment: 'be commented on',
} as const;
