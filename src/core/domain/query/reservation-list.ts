import { choice, number, type Searchable, text, time, type When } from './fields.ts';

/** What a session has of a worker and when, with the names by which people know the two. */
export interface ReservationRow {
  readonly id: string;
  readonly sessionId: string;
  readonly sessionName?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly definitionTitle?: string | undefined;
  readonly workerId: string;
  readonly workerName: string;
  readonly from: When;
  readonly until: When;
  readonly ports: Readonly<Record<string, number>>;
  readonly amounts: { readonly cpuCores: number; readonly nodes: number };
  readonly confirmed: boolean;
}

export const reservationSearch: Searchable<ReservationRow> = {
  words: ({ id, sessionId, sessionName, ownerId, definitionTitle, workerId, workerName, ports }) => [
    id,
    sessionId,
    sessionName,
    ownerId,
    definitionTitle,
    workerId,
    workerName,
    ...Object.values(ports).map(String),
  ],
  fields: {
    id: text(({ id }) => [id], 'part of its id'),
    session: text(({ sessionId, sessionName }) => [sessionId, sessionName], 'whose it is, by name or id'),
    owner: text(({ ownerId }) => [ownerId], 'whose session it is'),
    definition: text(({ definitionTitle }) => [definitionTitle], 'part of the title of what runs'),
    worker: text(({ workerId, workerName }) => [workerName, workerId], 'of which worker'),
    port: text(({ ports }) => Object.values(ports).map(String), 'a port of the worker, or part of its number'),
    state: choice(['confirmed', 'open'], stateOf, 'whether its session has taken it'),
    cores: number(({ amounts }) => amounts.cpuCores, 'how many'),
    nodes: number(({ amounts }) => amounts.nodes, 'licensed ones'),
    from: time(({ from }) => from, 'when it begins, lead time and all: from<2026-11-21T10:00'),
    until: time(({ until }) => until, 'when it ends, teardown and all: until>2026-11-21T10:00'),
  },
};

function stateOf({ confirmed }: ReservationRow): string {
  return confirmed ? 'confirmed' : 'open';
}
