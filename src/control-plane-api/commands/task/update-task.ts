import { TaskView, UpdateTask } from '@lcm/core/contracts/task';
import { updateTask } from '@lcm/core/domain/task';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTask } from '../../application/task-change.ts';

interface Deps {
  readonly streams: Streams;
}

export const updateTaskText = defineCommand({
  name: 'UpdateTask',
  summary: 'Change what a task says; what is left out stays as it is',
  allow: 'task:own',
  input: UpdateTask,
  output: TaskView,
  async handle({ taskId: id, ...changes }, caller, { streams }: Deps) {
    const change = { id, operation: 'UpdateTask', caller };
    return changeTask(streams, change, (task, said) => updateTask(task, changes, said));
  },
});
