import type { TaskView } from '@lcm/core/contracts/task';
import type { Actor } from '@lcm/core/domain/access';
import { maySeeTask, type Task, type TaskDecision } from '@lcm/core/domain/task';
import { type Instant, type Result, reject } from '@lcm/core/kernel';
import { tasks } from './aggregates.ts';
import { unknown, written } from './change.ts';
import type { Caller, Rejection, Written } from './operation.ts';
import { inWords } from './refusals.ts';
import type { Streams } from './streams.ts';
import { viewOf } from './view-of.ts';

/** A task that was deleted, or is somebody else's to see, does not exist. */
export function findsTask(actor: Actor, task: Task | undefined): task is Task {
  return task !== undefined && task.status !== 'deleted' && maySeeTask(actor, task);
}

interface Change {
  readonly id: string;
  readonly operation: string;
  readonly caller: Caller;
}

/** Changes a task that the caller may see, as them. */
export async function changeTask(
  streams: Streams,
  { id, operation, caller }: Change,
  decide: (task: Task, said: { readonly by: string; readonly at: Instant }) => TaskDecision,
): Promise<Result<Written<TaskView>, Rejection>> {
  const { actor } = caller;
  const changed = await streams.change({ aggregate: tasks, id }, { operation, caller }, (task, at) => {
    if (!findsTask(actor, task)) return reject(unknown('task', id));
    const decided = decide(task, { by: actor.name, at });
    return decided.ok ? decided : reject(inWords(decided.rejection));
  });
  return written(changed, viewOf.task);
}
