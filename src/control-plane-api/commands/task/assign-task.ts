import { AssignTask, TaskView } from '@lcm/core/contracts/task';
import type { Actor } from '@lcm/core/domain/access';
import { type Assignee, assignTask } from '@lcm/core/domain/task';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTask } from '../../application/task-change.ts';

interface Deps {
  readonly streams: Streams;
}

export const handOverTask = defineCommand({
  name: 'AssignTask',
  summary: 'Give a task to a person, to a department, or back to nobody',
  allow: 'task:department',
  input: AssignTask,
  output: TaskView,
  async handle({ taskId: id, assignee, department }, caller, { streams }: Deps) {
    const to = { assignee: assignee && personOf(assignee, caller.actor), department };
    const change = { id, operation: 'AssignTask', caller };
    return changeTask(streams, change, (task, said) => assignTask(task, to, said));
  },
});

/** By the name one goes by oneself; of others, as they were named. */
export function personOf({ id, name }: { id: string; name?: string | undefined }, actor: Actor): Assignee {
  return { id, name: name ?? (id === actor.id ? actor.name : id) };
}
