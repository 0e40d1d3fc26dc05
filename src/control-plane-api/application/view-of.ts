import type { InboxItemView } from '@lcm/core/contracts/cloud-event';
import { CloudEvent } from '@lcm/core/contracts/cloud-event';
import type { ContentSourceView } from '@lcm/core/contracts/content-source';
import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { DefinitionUseView } from '@lcm/core/contracts/definition-use';
import type { ElectionView } from '@lcm/core/contracts/election';
import type { FoundInstanceView } from '@lcm/core/contracts/instance';
import type { JobView } from '@lcm/core/contracts/job';
import type { LabView } from '@lcm/core/contracts/lab';
import type { NoticeView } from '@lcm/core/contracts/notice';
import type { PersonView } from '@lcm/core/contracts/person';
import type { SessionView } from '@lcm/core/contracts/session';
import type { SettingsView } from '@lcm/core/contracts/settings';
import type { SnapshotView } from '@lcm/core/contracts/snapshot';
import type { TaskView } from '@lcm/core/contracts/task';
import type { TemplateView } from '@lcm/core/contracts/template';
import type { WorkerView } from '@lcm/core/contracts/worker';
import type { ContentSourceState } from '@lcm/core/domain/content';
import type { Definition } from '@lcm/core/domain/definition';
import type { Election } from '@lcm/core/domain/election';
import type { InboxItem } from '@lcm/core/domain/inbox';
import type { FoundInstance } from '@lcm/core/domain/instance';
import type { Job } from '@lcm/core/domain/job';
import { type LabRecord, orphanOf } from '@lcm/core/domain/lab';
import type { Notice } from '@lcm/core/domain/notice';
import type { Person } from '@lcm/core/domain/person';
import type { Session } from '@lcm/core/domain/session';
import { type SettingsState, settingsId } from '@lcm/core/domain/settings';
import { type Snapshot, snapshotMonthUsd } from '@lcm/core/domain/snapshot';
import type { Task } from '@lcm/core/domain/task';
import type { Template } from '@lcm/core/domain/template';
import type { DefinitionUse } from '@lcm/core/domain/use';
import type { Worker } from '@lcm/core/domain/worker';
import type { Kind } from './aggregates.ts';

interface Versioned<State> {
  readonly state: State;
  readonly version: number;
}

/** What readers see of each kind: its state with its version. */
export const viewOf = {
  worker: ({ state, version }: Versioned<Worker>): WorkerView => ({ ...state, version }),
  session: ({ state, version }: Versioned<Session>): SessionView => ({ ...state, version }),
  definition: ({ state, version }: Versioned<Definition>): DefinitionView => ({ ...state, revision: version }),
  template: ({ state, version }: Versioned<Template>): TemplateView => ({ ...state, version }),
  instance: ({ state, version }: Versioned<FoundInstance>): FoundInstanceView => ({ ...state, version }),
  job: ({ state, version }: Versioned<Job>): JobView => ({ ...state, version }),
  settings: ({ state, version }: Versioned<SettingsState>): SettingsView => ({ ...state, id: settingsId, version }),
  lab: ({ state, version }: Versioned<LabRecord>): LabView => ({ ...state, version, orphan: orphanOf(state) }),
  snapshot: ({ state, version }: Versioned<Snapshot>): SnapshotView => ({
    ...state,
    version,
    monthUsd: state.cloud && snapshotMonthUsd(state.cloud.sizeGiB),
  }),
  inbox: ({ state, version }: Versioned<InboxItem>): InboxItemView => ({
    ...state,
    version,
    event: CloudEvent.parse(state.event),
  }),
  task: ({ state: { before: _, ...state }, version }: Versioned<Task>): TaskView => ({ ...state, version }),
  content: ({ state, version }: Versioned<ContentSourceState>): ContentSourceView => ({ ...state, version }),
  use: ({ state, version }: Versioned<DefinitionUse>): DefinitionUseView => ({ ...state, version }),
  election: ({ state, version }: Versioned<Election>): ElectionView => ({ ...state, version }),
  notice: ({ state, version }: Versioned<Notice>): NoticeView => ({ ...state, version, to: receiverOf(state) }),
  person: ({ state: { mailKey, ...state }, version }: Versioned<Person>): PersonView => ({
    ...state,
    version,
    hasMail: mailKey !== undefined,
  }),
} satisfies Record<Kind, unknown>;

/** Before there was mail no channel was written down. */
function receiverOf({ to }: Notice): NoticeView['to'] {
  return 'url' in to ? { ...to, channel: 'webhook' } : to;
}
