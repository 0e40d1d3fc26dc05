import { snapshotOrigins, snapshotStates } from '../snapshot/index.ts';
import { choice, number, type Searchable, text, time, type When } from './fields.ts';

export interface SnapshotRow {
  readonly id: string;
  readonly worker: {
    readonly id: string;
    readonly name: string;
    readonly template: string;
    readonly spec: { readonly region: string };
  };
  readonly description: string;
  readonly origin: string;
  readonly requestedBy: string;
  readonly requestedAt: When;
  readonly state: string;
  readonly reason: string;
  readonly cloud?: { readonly id: string; readonly sizeGiB: number } | undefined;
  readonly monthUsd?: number | undefined;
}

export const snapshotSearch: Searchable<SnapshotRow> = {
  words: ({ id, worker, description, state, cloud }) => [id, worker.name, description, state, cloud?.id],
  fields: {
    state: choice(snapshotStates, ({ state }) => state, 'what became of it'),
    origin: choice(snapshotOrigins, ({ origin }) => origin, 'how it came about'),
    worker: text(({ worker }) => [worker.name, worker.id], 'whose disk it is of'),
    template: text(({ worker }) => [worker.template], 'what the worker was made from'),
    region: text(({ worker }) => [worker.spec.region], 'where it is'),
    id: text(({ id, cloud }) => [id, cloud?.id], 'part of its id or of EC2’s'),
    reason: text(({ reason }) => [reason], 'why it is in this state'),
    size: number(({ cloud }) => cloud?.sizeGiB, 'GiB of the disk'),
    cost: number(({ monthUsd }) => monthUsd, 'USD a month, at most'),
    created: time(({ requestedAt }) => requestedAt, 'when it was asked for'),
    by: text(({ requestedBy }) => [requestedBy], 'who asked for it'),
  },
};
