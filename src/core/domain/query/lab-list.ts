import { labActions, labSources, labTransitions, orphanKinds } from '../lab/index.ts';
import { choice, number, type Searchable, text, time, type When } from './fields.ts';

export interface LabRow {
  readonly id: string;
  readonly workerId: string;
  readonly workerName?: string | undefined;
  readonly cmlLabId?: string | undefined;
  readonly status: string;
  readonly statusSince: When;
  readonly source: string;
  readonly facts: {
    readonly title: string;
    readonly owner: string;
    readonly rawState: string;
    readonly nodeCount: number;
    readonly ports: readonly { readonly port: number }[];
  };
  readonly basedOn?: string | undefined;
  readonly session?: { readonly id: string } | undefined;
  readonly madeFor?: string | undefined;
  readonly orphan?: string | undefined;
  readonly pending?: { readonly action: string } | undefined;
  readonly failure?: { readonly action: string } | undefined;
  readonly revisions: readonly unknown[];
  readonly assignments?: readonly { readonly id: string; readonly name: string; readonly level: string }[] | undefined;
  readonly recordedAt: When;
}

export const labSearch: Searchable<LabRow> = {
  words: ({ facts, id, cmlLabId, status, workerId, workerName, source, madeFor }) => [
    facts.title,
    facts.owner,
    id,
    cmlLabId,
    status,
    workerId,
    workerName,
    source,
    madeFor,
  ],
  fields: {
    status: choice(Object.keys(labTransitions), ({ status }) => status, 'how it is'),
    state: text(({ facts }) => [facts.rawState], 'how it is in CML’s own word'),
    source: choice(labSources, ({ source }) => source, 'where it came from'),
    orphan: choice(orphanKinds, ({ orphan }) => orphan, 'what it has lost'),
    bound: choice(['yes', 'no'], ({ session }) => (session === undefined ? 'no' : 'yes'), 'whether a session has it'),
    title: text(({ facts }) => [facts.title], 'part of it'),
    id: text(({ id, cmlLabId }) => [id, cmlLabId], 'part of its id here or in CML'),
    worker: text(({ workerName, workerId }) => [workerName, workerId], 'where it is'),
    owner: text(({ facts }) => [facts.owner], 'whose it is in CML'),
    session: text(({ session, madeFor }) => [session?.id, madeFor], 'which session has it, or had it made'),
    assigned: text(
      ({ assignments = [] }) => assignments.flatMap(({ id, name }) => [id, name]),
      'whom it is assigned to',
    ),
    definition: text(({ basedOn }) => [basedOn], 'the id of what it was made from'),
    doing: choice(labActions, ({ pending }) => pending?.action, 'what was asked of it and goes on'),
    failed: choice(labActions, ({ failure }) => failure?.action, 'what was asked of it and failed'),
    nodes: number(({ facts }) => facts.nodeCount, 'how many'),
    port: text(({ facts }) => facts.ports.map(({ port }) => String(port)), 'one that it holds'),
    revisions: number(({ revisions }) => revisions.length, 'how many are kept'),
    found: time(({ recordedAt }) => recordedAt, 'when it was first known'),
    since: time(({ statusSince }) => statusSince, 'in this state since'),
  },
};
