import { CommentTask, TaskView } from '@lcm/core/contracts/task';
import { commentTask } from '@lcm/core/domain/task';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { changeTask } from '../../application/task-change.ts';

interface Deps {
  readonly streams: Streams;
}

export const commentOnTask = defineCommand({
  name: 'CommentTask',
  summary: 'Say something about a task',
  allow: 'task:own',
  input: CommentTask,
  output: TaskView,
  async handle({ taskId: id, text }, caller, { streams }: Deps) {
    const change = { id, operation: 'CommentTask', caller };
    return changeTask(streams, change, (task, said) => commentTask(task, text, said));
  },
});
