import { definitionTransitions } from '../definition/index.ts';
import { foundInstanceStatuses, instanceStates, suspicionKinds } from '../instance/index.ts';
import { bookingPriorities, outcomes, sessionTransitions } from '../session/index.ts';
import { taskPriorities, taskTransitions } from '../task/index.ts';
import { licenseStatuses, serviceStatuses, workerTransitions } from '../worker/index.ts';
import { choice, number, type Searchable, text, time, type When } from './fields.ts';

// As much of each kind as its fields look at, so that they ask views of the server and of a screen alike.

export interface WorkerRow {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  readonly status: string;
  readonly reason: string;
  readonly service: string;
  readonly license: { readonly status: string };
  readonly spec: { readonly region: string; readonly instanceType: string; readonly hourlyCostUsd: number };
  readonly instanceId?: string | undefined;
  readonly cmlVersion?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly activity?: { readonly running: number } | undefined;
  readonly reservations: Readonly<Record<string, unknown>>;
  readonly createdAt: When;
  readonly createdBy: string;
  readonly statusSince: When;
}

export const workerSearch: Searchable<WorkerRow> = {
  words: ({ name, id, template, spec, status, instanceId }) => [name, id, template, spec.region, status, instanceId],
  fields: {
    status: choice(Object.keys(workerTransitions), ({ status }) => status, 'what it is doing'),
    name: text(({ name }) => [name], 'part of its name'),
    id: text(({ id, instanceId }) => [id, instanceId], 'part of its id or its instance’s'),
    template: text(({ template }) => [template], 'what it was made from'),
    region: text(({ spec }) => [spec.region], 'where it is'),
    type: text(({ spec }) => [spec.instanceType], 'its instance type'),
    cml: choice(serviceStatuses, ({ service }) => service, 'how CML is on it'),
    version: text(({ cmlVersion }) => [cmlVersion], 'of its CML'),
    license: choice(licenseStatuses, ({ license }) => license.status, 'of its CML'),
    reason: text(({ reason }) => [reason], 'why it is in this state'),
    tag: text(({ tags = {} }) => Object.entries(tags).map(([key, value]) => `${key}=${value}`), 'part of key=value'),
    labs: number(({ activity }) => activity?.running, 'how many run on it'),
    sessions: number(({ reservations }) => Object.keys(reservations).length, 'how many have a place on it'),
    price: number(({ spec }) => spec.hourlyCostUsd, 'USD an hour'),
    created: time(({ createdAt }) => createdAt, 'when'),
    by: text(({ createdBy }) => [createdBy], 'who created it'),
    since: time(({ statusSince }) => statusSince, 'in this state since'),
  },
};

export interface SessionRow {
  readonly id: string;
  readonly name: string;
  readonly definition: { readonly title: string; readonly version: string };
  readonly ownerId: string;
  readonly bookedBy: string;
  readonly bookedAt: When;
  readonly status: string;
  readonly reason: string;
  readonly wanted: { readonly start?: When | undefined; readonly region?: string | undefined };
  readonly timeslot?: { readonly start: When; readonly end: When } | undefined;
  readonly placement?: { readonly workerName: string; readonly workerId: string } | undefined;
  readonly score?: { readonly percent: number } | undefined;
  readonly outcome?: { readonly result: string } | undefined;
  readonly cohort?: { readonly id: string; readonly name: string } | undefined;
  readonly priority?: string | undefined;
}

export const sessionSearch: Searchable<SessionRow> = {
  words: ({ name, id, definition, ownerId, status, placement }) => [
    name,
    id,
    definition.title,
    ownerId,
    status,
    placement?.workerName,
  ],
  fields: {
    status: choice(Object.keys(sessionTransitions), ({ status }) => status, 'how far it is'),
    outcome: choice(outcomes, ({ outcome }) => outcome?.result, 'how it ended'),
    name: text(({ name }) => [name], 'part of its name'),
    id: text(({ id }) => [id], 'part of its id'),
    lab: text(({ definition }) => [definition.title], 'part of the lab’s title'),
    owner: text(({ ownerId }) => [ownerId], 'whose it is'),
    by: text(({ bookedBy }) => [bookedBy], 'who booked it'),
    cohort: text(({ cohort }) => [cohort?.id, cohort?.name], 'part of the id or the name of its cohort'),
    priority: choice(bookingPriorities, ({ priority }) => priority ?? 'normal', 'while it waits for a place'),
    worker: text(({ placement }) => [placement?.workerName, placement?.workerId], 'where its place is'),
    region: text(({ wanted }) => [wanted.region], 'where it should be'),
    reason: text(({ reason }) => [reason], 'why it is in this state'),
    start: time(({ timeslot, wanted }) => timeslot?.start ?? wanted.start, 'when it begins'),
    end: time(({ timeslot }) => timeslot?.end, 'when its time is over'),
    booked: time(({ bookedAt }) => bookedAt, 'when'),
    score: number(({ score }) => score?.percent, 'in percent'),
  },
};

export interface DefinitionRow {
  readonly id: string;
  readonly slug: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly formQualifiedName: string;
  readonly status: string;
  readonly origin?: string | undefined;
  readonly nodeDefinitions: readonly string[];
  readonly nodeCount: number;
  readonly needs: { readonly cpuCores: number; readonly memoryMiB: number };
  readonly ports: readonly unknown[];
  readonly durationMinutes: number;
  readonly rulesKey?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly createdAt: When;
  readonly createdBy: string;
}

export const definitionSearch: Searchable<DefinitionRow> = {
  words: ({ title, summary, slug, formQualifiedName, id, nodeDefinitions, tags = [] }) => [
    title,
    summary,
    slug,
    formQualifiedName,
    id,
    ...nodeDefinitions,
    ...tags,
  ],
  fields: {
    status: choice(Object.keys(definitionTransitions), ({ status }) => status, 'whether it can be booked'),
    origin: choice(['content', 'upload'], ({ origin }) => origin ?? 'content', 'where it came from'),
    title: text(({ title }) => [title], 'part of it'),
    slug: text(({ slug }) => [slug], 'part of it'),
    id: text(({ id }) => [id], 'part of it'),
    version: text(({ version }) => [version], 'part of it'),
    tag: text(({ tags = [] }) => tags, 'part of one'),
    node: text(({ nodeDefinitions }) => nodeDefinitions, 'a node definition in it'),
    nodes: number(({ nodeCount }) => nodeCount, 'how many'),
    cores: number(({ needs }) => needs.cpuCores, 'that it takes'),
    memory: number(({ needs }) => needs.memoryMiB, 'MiB that it takes'),
    ports: number(({ ports }) => ports.length, 'how many'),
    minutes: number(({ durationMinutes }) => durationMinutes, 'how long it takes'),
    graded: choice(['yes', 'no'], ({ rulesKey }) => (rulesKey === undefined ? 'no' : 'yes'), 'whether'),
    created: time(({ createdAt }) => createdAt, 'when'),
    by: text(({ createdBy }) => [createdBy], 'who made it'),
  },
};

export interface TemplateRow {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly spec: WorkerRow['spec'] & { readonly imageName: string; readonly capacity: { readonly cpuCores: number } };
  readonly bootMinutes: number;
  readonly updatedAt: When;
}

export const templateSearch: Searchable<TemplateRow> = {
  words: ({ name, description, spec }) => [name, description, spec.instanceType, spec.region, spec.imageName],
  fields: {
    name: text(({ name }) => [name], 'part of it'),
    region: text(({ spec }) => [spec.region], 'where its workers are'),
    type: text(({ spec }) => [spec.instanceType], 'instance type'),
    image: text(({ spec }) => [spec.imageName], 'what its workers start from'),
    enabled: choice(['yes', 'no'], ({ enabled }) => (enabled ? 'yes' : 'no'), 'whether it makes workers'),
    cores: number(({ spec }) => spec.capacity.cpuCores, 'for labs'),
    price: number(({ spec }) => spec.hourlyCostUsd, 'USD an hour'),
    boot: number(({ bootMinutes }) => bootMinutes, 'minutes, as declared'),
    updated: time(({ updatedAt }) => updatedAt, 'when'),
  },
};

export interface InstanceRow {
  readonly id: string;
  readonly region: string;
  readonly instanceId: string;
  readonly status: string;
  readonly reason: string;
  readonly decidedBy?: string | undefined;
  readonly suspicion?: { readonly kind: string } | undefined;
  readonly facts?:
    | {
        readonly instanceType: string;
        readonly imageId: string;
        readonly imageName?: string | undefined;
        readonly state: string;
        readonly launchedAt: When;
        readonly tags: Readonly<Record<string, string>>;
      }
    | undefined;
  readonly adoption?: { readonly name: string; readonly workerId: string } | undefined;
  readonly foundAt: When;
}

export const instanceSearch: Searchable<InstanceRow> = {
  words: ({ instanceId, region, status, facts, adoption }) => [
    instanceId,
    region,
    status,
    facts?.tags['Name'],
    facts?.imageName,
    facts?.instanceType,
    adoption?.name,
  ],
  fields: {
    status: choice(foundInstanceStatuses, ({ status }) => status, 'what was decided on it'),
    kind: choice(suspicionKinds, ({ suspicion }) => suspicion?.kind, 'whose it seems to be'),
    id: text(({ id, instanceId }) => [id, instanceId], 'part of its id'),
    name: text(({ facts }) => [facts?.tags['Name']], 'part of its Name tag'),
    region: text(({ region }) => [region], 'where it is'),
    type: text(({ facts }) => [facts?.instanceType], 'its instance type'),
    image: text(({ facts }) => [facts?.imageName, facts?.imageId], 'part of its image’s name or id'),
    state: choice(instanceStates, ({ facts }) => facts?.state, 'as EC2 says'),
    worker: text(({ adoption }) => [adoption?.name, adoption?.workerId], 'what it was adopted as'),
    reason: text(({ reason }) => [reason], 'why it is in this state'),
    by: text(({ decidedBy }) => [decidedBy], 'who decided'),
    found: time(({ foundAt }) => foundAt, 'when it was first seen'),
    launched: time(({ facts }) => facts?.launchedAt, 'when'),
  },
};

export interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly priority: string;
  readonly status: string;
  readonly assignee?: { readonly id: string; readonly name: string } | undefined;
  readonly department?: string | undefined;
  readonly subject?: { readonly kind: string; readonly id: string; readonly name: string } | undefined;
  readonly cause?: { readonly cause: string } | undefined;
  readonly dueAt?: When | undefined;
  readonly createdAt: When;
  readonly createdBy: string;
  readonly updatedAt: When;
  readonly closedAt?: When | undefined;
  readonly closedBy?: string | undefined;
}

export const taskSearch: Searchable<TaskRow> = {
  words: ({ id, title, description, assignee, department, subject, cause }) => [
    title,
    description,
    id,
    assignee?.name,
    department,
    subject?.name,
    cause?.cause,
  ],
  fields: {
    status: choice(Object.keys(taskTransitions), ({ status }) => status, 'how far it is'),
    priority: choice(taskPriorities, ({ priority }) => priority, 'how much it presses'),
    title: text(({ title }) => [title], 'part of it'),
    id: text(({ id }) => [id], 'part of it'),
    assignee: text(({ assignee }) => [assignee?.name, assignee?.id], 'who has it'),
    assigned: choice(['yes', 'no'], ({ assignee }) => (assignee === undefined ? 'no' : 'yes'), 'whether'),
    department: text(({ department }) => [department], 'whose it is'),
    about: text(({ subject }) => [subject?.name, subject?.id, subject?.kind], 'what it is about'),
    cause: text(({ cause }) => [cause?.cause], 'what raised it: worker.licence'),
    raised: choice(['system', 'person'], ({ cause }) => (cause === undefined ? 'person' : 'system'), 'by whom'),
    due: time(({ dueAt }) => dueAt, 'when it should be done'),
    created: time(({ createdAt }) => createdAt, 'when'),
    by: text(({ createdBy }) => [createdBy], 'who added it'),
    updated: time(({ updatedAt }) => updatedAt, 'when it last changed'),
    closed: time(({ closedAt }) => closedAt, 'when'),
    closer: text(({ closedBy }) => [closedBy], 'who closed it'),
  },
};
