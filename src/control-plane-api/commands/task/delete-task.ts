import { OfTask, TaskView } from '@lcm/core/contracts/task';
import { deleteTask } from '@lcm/core/domain/task';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTask } from '../../application/task-change.ts';

interface Deps {
  readonly streams: Streams;
}

export const deleteTaskForGood = defineCommand({
  name: 'DeleteTask',
  summary: 'Take a task away; the audit keeps it',
  allow: 'task:all',
  input: OfTask,
  output: TaskView,
  async handle({ taskId: id }, caller, { streams }: Deps) {
    const change = { id, operation: 'DeleteTask', caller };
    return changeTask(streams, change, (task, said) => deleteTask(task, said));
  },
});
