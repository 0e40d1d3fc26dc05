import { type ContentEvent, type ContentSourceState, evolveContent } from '@lcm/core/domain/content';
import { type Definition, type DefinitionEvent, evolveDefinition } from '@lcm/core/domain/definition';
import { type Election, type ElectionEvent, evolveElection } from '@lcm/core/domain/election';
import { evolveInboxItem, type InboxEvent, type InboxItem } from '@lcm/core/domain/inbox';
import { evolveFoundInstance, type FoundInstance, type FoundInstanceEvent } from '@lcm/core/domain/instance';
import { evolveJob, type Job, type JobEvent } from '@lcm/core/domain/job';
import { evolveLab, type LabEvent, type LabRecord } from '@lcm/core/domain/lab';
import { evolveNotice, type Notice, type NoticeEvent } from '@lcm/core/domain/notice';
import { evolvePerson, type Person, type PersonEvent } from '@lcm/core/domain/person';
import { evolveSession, type Session, type SessionEvent } from '@lcm/core/domain/session';
import { evolveSettings, type SettingsEvent, type SettingsState } from '@lcm/core/domain/settings';
import { evolveSnapshot, type Snapshot, type SnapshotEvent } from '@lcm/core/domain/snapshot';
import { evolveTask, type Task, type TaskEvent } from '@lcm/core/domain/task';
import { evolveTemplate, type Template, type TemplateEvent } from '@lcm/core/domain/template';
import { type DefinitionUse, evolveUse, type UseEvent } from '@lcm/core/domain/use';
import { evolveWorker, type Worker, type WorkerEvent } from '@lcm/core/domain/worker';
import type { Commit } from '@lcm/core/ports/state-store';

/** What the machinery needs to know of a kind of thing: how its events add up. */
export interface Aggregate<State, Event extends { readonly type: string }> {
  readonly kind: string;
  /** Bumped when the shape of an event changes; `fold` then brings the older ones up to date. */
  readonly schema: number;
  /** The state after a commit that was stored; `before` is what folding the earlier ones gave. */
  readonly fold: (before: State | undefined, commit: Pick<Commit, 'events' | 'schema' | 'stream'>) => State;
  /** Only there to tie the kind to its events. */
  readonly evolve: (state: State | undefined, event: Event) => State;
}

function aggregate<State, Event extends { readonly type: string }>(
  kind: string,
  evolve: (state: State | undefined, event: Event) => State,
): Aggregate<State, Event> {
  return {
    kind,
    schema: 1,
    evolve,
    fold: (before, { events, stream }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stream of a kind holds that kind's events
      const after = (events as unknown as readonly Event[]).reduce<State | undefined>(evolve, before);
      if (after === undefined) throw new Error(`a commit of ${stream} has no events`);
      return after;
    },
  };
}

export const workers: Aggregate<Worker, WorkerEvent> = aggregate('worker', evolveWorker);
export const sessions: Aggregate<Session, SessionEvent> = aggregate('session', evolveSession);
export const definitions: Aggregate<Definition, DefinitionEvent> = aggregate('definition', evolveDefinition);
export const contentSources: Aggregate<ContentSourceState, ContentEvent> = aggregate('content', evolveContent);
export const uses: Aggregate<DefinitionUse, UseEvent> = aggregate('use', evolveUse);
export const templates: Aggregate<Template, TemplateEvent> = aggregate('template', evolveTemplate);
export const inbox: Aggregate<InboxItem, InboxEvent> = aggregate('inbox', evolveInboxItem);
export const foundInstances: Aggregate<FoundInstance, FoundInstanceEvent> = aggregate('instance', evolveFoundInstance);
export const jobs: Aggregate<Job, JobEvent> = aggregate('job', evolveJob);
export const settings: Aggregate<SettingsState, SettingsEvent> = aggregate('settings', evolveSettings);
export const tasks: Aggregate<Task, TaskEvent> = aggregate('task', evolveTask);
export const labs: Aggregate<LabRecord, LabEvent> = aggregate('lab', evolveLab);
export const snapshots: Aggregate<Snapshot, SnapshotEvent> = aggregate('snapshot', evolveSnapshot);
export const notices: Aggregate<Notice, NoticeEvent> = aggregate('notice', evolveNotice);
export const elections: Aggregate<Election, ElectionEvent> = aggregate('election', evolveElection);
export const people: Aggregate<Person, PersonEvent> = aggregate('person', evolvePerson);

/** State by kind, as views and queries name it. */
export interface StateOf {
  readonly worker: Worker;
  readonly session: Session;
  readonly definition: Definition;
  readonly template: Template;
  readonly inbox: InboxItem;
  readonly job: Job;
  readonly settings: SettingsState;
  readonly instance: FoundInstance;
  readonly task: Task;
  readonly lab: LabRecord;
  readonly snapshot: Snapshot;
  readonly notice: Notice;
  readonly content: ContentSourceState;
  readonly use: DefinitionUse;
  readonly person: Person;
  readonly election: Election;
}
export type Kind = keyof StateOf;

export const aggregates = {
  worker: workers,
  session: sessions,
  definition: definitions,
  template: templates,
  inbox,
  job: jobs,
  settings,
  instance: foundInstances,
  task: tasks,
  lab: labs,
  snapshot: snapshots,
  notice: notices,
  content: contentSources,
  use: uses,
  person: people,
  election: elections,
};
