import { OfTask, TaskView } from '@lcm/core/contracts/task';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { findsTask } from '../../application/task-change.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getTask = defineQuery({
  name: 'GetTask',
  summary: 'One task',
  allow: 'task:own',
  input: OfTask,
  output: TaskView,
  async handle({ taskId: id }, { actor }, { views }: Deps) {
    const item = views.get('task', id);
    if (item === undefined || !findsTask(actor, item.state)) return reject(unknown('task', id));
    return ok(viewOf.task(item));
  },
});
