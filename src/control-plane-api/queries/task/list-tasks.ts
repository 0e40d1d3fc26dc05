import { ListFilter } from '@lcm/core/contracts/list';
import { TaskViews } from '@lcm/core/contracts/task';
import { taskSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { findsTask } from '../../application/task-change.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listTasks = defineQuery({
  name: 'ListTasks',
  summary: 'Your tasks; for managers, those of their department; for administrators, all; newest first',
  allow: 'task:own',
  input: ListFilter,
  output: TaskViews,
  async handle({ q }, { actor }, { views, clock }: Deps) {
    const holds = asked(q, taskSearch, clock.now());
    if (!holds.ok) return holds;
    const items = views.list('task').filter(({ state }) => findsTask(actor, state));
    const shown = items.map((item) => viewOf.task(item)).filter(holds.value);
    return ok({ items: shown.toSorted((a, b) => b.createdAt - a.createdAt) });
  },
});
