import * as z from 'zod';
import type { InboxItemView } from '../../contracts/cloud-event.ts';
import {
  type ControllerCommandInput,
  type ControllerCommandName,
  controllerCommands,
  controllerViews,
  type View,
  type ViewKind,
} from '../../contracts/control-plane.ts';
import type { DefinitionView } from '../../contracts/definition.ts';
import type { LabReading } from '../../contracts/lab-statistics.ts';
import {
  type ContentEvent,
  type ContentSourceState,
  contentSourceId,
  evolveContent,
  noteReading,
  noteUnreachable,
} from '../../domain/content/index.ts';
import { type DefinitionContent, DefinitionId } from '../../domain/definition/index.ts';
import { type Election, type ElectionEvent, evolveElection } from '../../domain/election/index.ts';
import {
  evolveFoundInstance,
  type FoundInstance,
  type FoundInstanceEvent,
  foundInstanceId,
  noteGone,
  noteSeen,
} from '../../domain/instance/index.ts';
import {
  dropWarm,
  evolveLab,
  type LabEvent,
  type LabRecord,
  makeWarm,
  orphanOf,
  reportLab,
} from '../../domain/lab/index.ts';
import { evolveSession, reportSession, type Session, type SessionEvent } from '../../domain/session/index.ts';
import { evolveSettings, type SettingsEvent, type SettingsState, settingsId } from '../../domain/settings/index.ts';
import {
  dropSnapshot,
  evolveSnapshot,
  reportSnapshot,
  type Snapshot,
  type SnapshotEvent,
} from '../../domain/snapshot/index.ts';
import {
  ask,
  deleteRecord,
  evolveWorker,
  labsRefreshed,
  report,
  requestSync,
  type Worker,
  type WorkerEvent,
} from '../../domain/worker/index.ts';
import { type Clock, type Instant, ok } from '../../kernel/index.ts';
import type { ControlPlane } from '../../ports/control-plane/index.ts';
import { type Sent, Streams } from './memory-streams.ts';

/** In-memory fake for tests of controllers: what workers and sessions really decide, without a store behind it. */
export class MemoryControlPlane implements ControlPlane {
  readonly workers = new Streams<Worker, WorkerEvent>(evolveWorker);
  readonly sessions = new Streams<Session, SessionEvent>(evolveSession);
  readonly settings = new Streams<SettingsState, SettingsEvent>(evolveSettings);
  readonly instances = new Streams<FoundInstance, FoundInstanceEvent>(evolveFoundInstance);
  readonly labs = new Streams<LabRecord, LabEvent>(evolveLab);
  readonly labReadings: LabReading[] = [];
  readonly snapshots = new Streams<Snapshot, SnapshotEvent>(evolveSnapshot);
  readonly contents = new Streams<ContentSourceState, ContentEvent>(evolveContent);
  readonly elections = new Streams<Election, ElectionEvent>(evolveElection);
  readonly definitions = new Map<string, DefinitionView>();
  readonly inbox = new Map<string, InboxItemView>();
  readonly sent: { readonly name: ControllerCommandName; readonly input: unknown }[] = [];
  /** What the token that was given for a worker opens to. */
  givenToken: string | undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heardOf(): void {
    // There is only this one, and it is never behind.
  }

  async list<Kind extends ViewKind>(kind: Kind): Promise<readonly View<Kind>[]> {
    return this.#all(kind).map((view) => viewOf(kind, view));
  }

  async get<Kind extends ViewKind>(kind: Kind, id: string): Promise<View<Kind> | undefined> {
    const found = this.#all(kind).find((view) => 'id' in view && view.id === id);
    return found && viewOf(kind, found);
  }

  async licenseToken(): Promise<string | undefined> {
    return this.givenToken;
  }

  async send<Name extends ControllerCommandName>(name: Name, input: ControllerCommandInput<Name>): Promise<Sent> {
    const read = throughJson(controllerCommands[name], input);
    const answer = this.#take(name, read);
    this.sent.push({ name, input: read });
    return answer;
  }

  #all(kind: ViewKind): readonly object[] {
    switch (kind) {
      case 'worker':
        return this.workers.all().filter(({ deletedAt }) => deletedAt === undefined);
      case 'session':
        return this.sessions.all();
      case 'instance':
        return this.instances.all();
      case 'definition':
        return [...this.definitions.values()];
      case 'inbox':
        return [...this.inbox.values()];
      case 'settings':
        return this.settings.all().map((state) => ({ ...state, id: settingsId }));
      case 'lab':
        return this.labs.all().map((lab) => ({ ...lab, orphan: orphanOf(lab) }));
      case 'snapshot':
        return this.snapshots.all();
      case 'content':
        return this.contents.all();
      case 'election':
        return this.elections.all().map((state) => ({ ...state, id: state.name }));
      case 'template':
      case 'job':
      case 'task':
      case 'notice':
      case 'use':
      case 'person':
        return [];
    }
  }

  #publish(content: DefinitionContent, createdAt: Instant): Sent {
    const id = DefinitionId.parse(`def_${this.definitions.size + 1}`);
    const { nodeDefinitions, ports } = content;
    const fresh = { id, revision: 1, status: 'active', reason: 'published', createdAt, createdBy: 'sync' } as const;
    this.definitions.set(id, { ...content, nodeDefinitions: [...nodeDefinitions], ports: [...ports], ...fresh });
    return ok({ position: 0 });
  }

  #reportContent(
    { place, startedAt, looks = [], trouble }: ControllerCommandInput<'ReportContent'>,
    at: Instant,
  ): Sent {
    const id = contentSourceId(place);
    const known = this.contents.get(id);
    const run = { place, startedAt };
    const events =
      trouble === undefined
        ? noteReading(known, { ...run, looks }, at)
        : noteUnreachable(known, { ...run, message: trouble }, at);
    this.contents.append(id, events);
    return ok({ position: 0 });
  }

  #reportLab(
    { labRecordId: id, expectedVersion, report: seen }: ControllerCommandInput<'ReportLab'>,
    at: Instant,
  ): Sent {
    return this.labs.record(id, expectedVersion, (lab) => reportLab({ id, lab }, seen, at));
  }

  #see({ region, instances, gone }: ControllerCommandInput<'ReportInstances'>, at: Instant): Sent {
    for (const { instanceId, ...sight } of instances) {
      const id = foundInstanceId({ region, instanceId });
      this.instances.append(id, noteSeen(this.instances.get(id), { region, instanceId, ...sight }, at));
    }
    for (const { instanceId, reason } of gone) {
      const id = foundInstanceId({ region, instanceId });
      this.instances.append(id, noteGone(this.instances.get(id), reason, at));
    }
    return ok({ position: 0 });
  }

  #reportLabs({ items, workerId, askedAt }: ControllerCommandInput<'ReportLabs'>, at: Instant): Sent {
    for (const item of items) {
      const isCurrent = (this.labs.get(item.labRecordId)?.version ?? 0) === item.expectedVersion;
      if (isCurrent) this.#reportLab(item, at);
    }
    return askedAt === undefined
      ? ok({ position: 0 })
      : this.workers.change(workerId, undefined, (worker) => labsRefreshed(worker, askedAt, at));
  }

  #handle({ itemId, result }: ControllerCommandInput<'HandleInboxItem'>): Sent {
    const item = this.inbox.get(itemId);
    if (item) this.inbox.set(item.id, { ...item, version: item.version + 1, handled: result });
    return ok({ position: 0 });
  }

  #keepReadings({ readings }: ControllerCommandInput<'ReportLabStatistics'>): Sent {
    this.labReadings.push(...readings);
    return ok({ position: 0 });
  }

  #keepWarm(command: Extract<Command, { name: 'MakeWarmLab' | 'DropWarmLab' }>, at: Instant): Sent {
    if (command.name === 'DropWarmLab') {
      const { labRecordId, reason } = command.input;
      return this.labs.change(labRecordId, undefined, (lab) => dropWarm(lab, { by: 'test', reason, at }));
    }
    const { labRecordId: id, ...place } = command.input;
    const { title = '', topologyKey = '' } = this.definitions.get(place.definitionId) ?? {};
    const wanted = { ...place, title, topologyKey };
    return this.labs.record(id, undefined, (lab) => makeWarm({ id, lab }, wanted, { by: 'test', at }));
  }

  #order({ name, input }: Extract<Command, { name: 'AskWorker' | 'LookAtWorker' | 'ForgetWorker' }>, at: Instant): Sent {
    const asked = { reason: input.reason, by: 'test', at };
    return this.workers.change(input.workerId, undefined, (worker) => {
      if (name === 'AskWorker') return ask(worker, input.to, asked);
      return name === 'LookAtWorker' ? requestSync(worker, asked) : deleteRecord(worker, asked);
    });
  }

  #take(name: ControllerCommandName, input: unknown): Sent {
    const at: Instant = this.#clock.now();
    const command = controllerCommandOf(name, input);
    switch (command.name) {
      case 'ReportWorker': {
        const { workerId, expectedVersion, report: seen } = command.input;
        return this.workers.change(workerId, expectedVersion, (worker) => report(worker, seen, at));
      }
      case 'AskWorker':
      case 'LookAtWorker':
      case 'ForgetWorker':
        return this.#order(command, at);
      case 'ReportSession': {
        const { sessionId, expectedVersion, report: seen } = command.input;
        return this.sessions.change(sessionId, expectedVersion, (session) => reportSession(session, seen, at));
      }
      case 'ReportLab':
        return this.#reportLab(command.input, at);
      case 'ReportLabs':
        return this.#reportLabs(command.input, at);
      case 'MakeWarmLab':
      case 'DropWarmLab':
        return this.#keepWarm(command, at);
      case 'ReportLabStatistics':
        return this.#keepReadings(command.input);
      case 'ReportSnapshot': {
        const { snapshotId, expectedVersion, report: seen } = command.input;
        return this.snapshots.change(snapshotId, expectedVersion, (snapshot) => reportSnapshot(snapshot, seen, at));
      }
      case 'DropSnapshot': {
        const { snapshotId, reason } = command.input;
        return this.snapshots.change(snapshotId, undefined, (snapshot) => dropSnapshot(snapshot, { reason, at }));
      }
      case 'HandleInboxItem':
        return this.#handle(command.input);
      case 'ReportInstances':
        return this.#see(command.input, at);
      case 'ReportContent':
        return this.#reportContent(command.input, at);
      case 'PublishDefinition':
        return this.#publish(command.input.content, at);
      case 'other':
        return ok({ position: 0 });
    }
  }
}

const known = [
  'ReportWorker',
  'AskWorker',
  'LookAtWorker',
  'ForgetWorker',
  'ReportSession',
  'ReportLab',
  'ReportLabs',
  'MakeWarmLab',
  'DropWarmLab',
  'ReportLabStatistics',
  'ReportSnapshot',
  'DropSnapshot',
  'HandleInboxItem',
  'PublishDefinition',
  'ReportContent',
  'ReportInstances',
] as const satisfies readonly ControllerCommandName[];

type Known = (typeof known)[number];
type Command =
  | { [Name in Known]: { readonly name: Name; readonly input: ControllerCommandInput<Name> } }[Known]
  | { readonly name: 'other' };

function controllerCommandOf(name: ControllerCommandName, input: unknown): Command {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of that name has just read it
  return known.some((each) => each === name) ? ({ name, input } as Command) : { name: 'other' };
}

function viewOf<Kind extends ViewKind>(kind: Kind, view: object): View<Kind> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of that kind has just read it
  return throughJson(controllerViews[kind], view) as View<Kind>;
}

/** Out as JSON and in again, so that nothing crosses here that could not cross a wire. */
function throughJson(schema: z.ZodType, value: unknown): unknown {
  return z.decode(schema, JSON.parse(JSON.stringify(z.encode(schema, value))));
}
