import { ChangeTaskStatus, TaskView } from '@lcm/core/contracts/task';
import { moveTask } from '@lcm/core/domain/task';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTask } from '../../application/task-change.ts';

interface Deps {
  readonly streams: Streams;
}

export const changeTaskStatus = defineCommand({
  name: 'ChangeTaskStatus',
  summary: 'Take a task on, put it back, finish it, or dismiss it with a reason',
  allow: 'task:own',
  input: ChangeTaskStatus,
  output: TaskView,
  async handle({ taskId: id, to, reason }, caller, { streams }: Deps) {
    const change = { id, operation: 'ChangeTaskStatus', caller };
    return changeTask(streams, change, (task, said) => moveTask(task, { to, reason }, said));
  },
});
