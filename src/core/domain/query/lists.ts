import { definitionTransitions } from '../definition/index.ts';
import { outcomes, sessionTransitions } from '../session/index.ts';
import { licenseStatuses, serviceStatuses, workerTransitions } from '../worker/index.ts';
import type { Searchable, When } from './fields.ts';

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
  readonly createdAt: When;
  readonly createdBy: string;
}

export const definitionSearch: Searchable<DefinitionRow> = {
  words: ({ title, summary, slug, formQualifiedName, id, nodeDefinitions }) => [
    title,
    summary,
    slug,
    formQualifiedName,
    id,
    ...nodeDefinitions,
  ],
  fields: {
    status: choice(Object.keys(definitionTransitions), ({ status }) => status, 'whether it can be booked'),
    origin: choice(['content', 'upload'], ({ origin }) => origin ?? 'content', 'where it came from'),
    title: text(({ title }) => [title], 'part of it'),
    slug: text(({ slug }) => [slug], 'part of it'),
    id: text(({ id }) => [id], 'part of it'),
    version: text(({ version }) => [version], 'part of it'),
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

export interface AuditRow {
  readonly at: When;
  readonly by: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  readonly operation: string;
  readonly kind: string;
  readonly subject: string;
  readonly correlationId: string;
  readonly events: readonly string[];
}

export const auditKinds = ['worker', 'session', 'definition', 'template', 'inbox', 'job', 'settings'] as const;

export const auditSearch: Searchable<AuditRow> = {
  words: ({ by, operation, kind, subject, correlationId, events }) => [
    by.name,
    by.id,
    operation,
    `${kind}/${subject}`,
    correlationId,
    ...events,
  ],
  fields: {
    by: text(({ by }) => [by.name, by.id], 'who did it'),
    role: text(({ by }) => by.roles, 'as what'),
    operation: text(({ operation }) => [operation], 'part of its name: DrainWorker'),
    kind: choice(auditKinds, ({ kind }) => kind, 'of what was changed'),
    subject: text(({ subject }) => [subject], 'part of the id of what was changed'),
    event: text(({ events }) => events, 'part of the name of what happened'),
    correlation: text(({ correlationId }) => [correlationId], 'all that one request led to'),
    at: time(({ at }) => at, 'when'),
  },
};

type Of<Item, Value> = (item: Item) => Value;

function choice<Item>(choices: readonly string[], of: Of<Item, string | undefined>, about: string) {
  return { kind: 'choice', choices, of, about } as const;
}

function text<Item>(of: Of<Item, readonly (string | undefined)[]>, about: string) {
  return { kind: 'text', of, about } as const;
}

function number<Item>(of: Of<Item, number | undefined>, about: string) {
  return { kind: 'number', of, about } as const;
}

function time<Item>(of: Of<Item, When | undefined>, about: string) {
  return { kind: 'time', of, about } as const;
}
