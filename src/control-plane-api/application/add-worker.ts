import { type Worker, WorkerId, type WorkerOrigin, type WorkerSpec } from '@lcm/core/domain/worker';
import { ok, type Random, type Result, reject } from '@lcm/core/kernel';
import { workers } from './aggregates.ts';
import type { Caller, Rejection } from './operation.ts';
import type { Changed, Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import type { Views } from './views.ts';
import { freeName, isNameTaken } from './worker-names.ts';

export interface NewWorkerDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
  readonly random: Random;
}

interface Seat {
  readonly template: string;
  readonly spec: WorkerSpec;
  readonly origin: WorkerOrigin;
  /** One is found where nobody says it. */
  readonly name: string | undefined;
  readonly reason: string;
}

/** Adds a worker that somebody wants to have running. No two go by one name. */
export async function addWorker(
  { name: given, reason, ...made }: Seat,
  options: { readonly operation: string; readonly caller: Caller },
  { streams, views, turns, random }: NewWorkerDeps,
): Promise<Result<Changed<Worker>, Rejection>> {
  const id = WorkerId.next(random);
  const seat = { id, ...made, desired: 'running' } as const;
  return turns.take('worker-names', async () => {
    if (given !== undefined && isNameTaken(views, given)) return reject(nameTaken(given));
    const name = given ?? freeName(views, seat);
    const by = options.caller.actor.id;
    return streams.change({ aggregate: workers, id }, options, (_, at) =>
      ok([{ type: 'WorkerCreated', ...seat, name, reason, by, at }]),
    );
  });
}

function nameTaken(name: string): Rejection {
  return { code: 'worker.name-taken', message: `There is a worker ${name} already. Choose another name.` };
}
