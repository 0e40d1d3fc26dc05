import { requestSnapshot, type Snapshot, SnapshotId, type SnapshotOrder } from '@lcm/core/domain/snapshot';
import type { WorkerId } from '@lcm/core/domain/worker';
import { type Random, type Result, reject } from '@lcm/core/kernel';
import { snapshots, workers } from './aggregates.ts';
import { unknown } from './change.ts';
import type { Caller, Rejection } from './operation.ts';
import { inWords } from './refusals.ts';
import type { Changed, Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import type { Views } from './views.ts';

export interface OrderDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
  readonly random: Random;
}

interface Order extends Omit<SnapshotOrder, 'by' | 'id'> {
  readonly workerId: WorkerId;
  readonly operation: string;
}

/** Writes down that a snapshot of the worker's disk is wanted: the controller makes it. */
export async function orderSnapshot(
  { workerId, operation, ...order }: Order,
  caller: Caller,
  { streams, views, turns, random }: OrderDeps,
): Promise<Result<Changed<Snapshot>, Rejection>> {
  return turns.take(`snapshots of ${workerId}`, async () => {
    const { state: worker } = await streams.load(workers, workerId);
    if (worker === undefined) return reject(unknown('worker', workerId));
    const id = SnapshotId.next(random);
    const others = views.list('snapshot').map(({ state }) => state);
    return streams.change({ aggregate: snapshots, id }, { operation, caller }, (_, at) => {
      const decided = requestSnapshot(worker, { ...order, id, by: caller.actor.id }, { others, at });
      return decided.ok ? decided : reject(inWords(decided.rejection));
    });
  });
}
