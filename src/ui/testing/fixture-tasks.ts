import { TaskId } from '@lcm/core/domain/task';
import type { Task } from '../lib/views.ts';
import { aTask } from './fixtures.ts';

/** One with somebody, one that presses, one that a person added, and one that has settled. */
export function fixtureTasks(at: (minutes: number) => string): readonly Task[] {
  const said = { createdAt: at(-90), statusSince: at(-90), updatedAt: at(-90) };
  const comments = [{ by: 'Max Manager', at: at(-20), text: 'Asked for a new token.\nIt comes tomorrow.' }];
  const assignee = { id: 'max', name: 'Max Manager' };
  return [
    aTask({ ...said, comments, assignee, status: 'in_progress', dueAt: at(-10) }),
    aTask({
      ...said,
      id: TaskId.parse('tsk_2'),
      title: 'The session DHCP from scratch for user failed',
      priority: 'urgent',
      subject: { kind: 'session', id: 'ses_1', name: 'DHCP from scratch for user' },
    }),
    aTask({
      ...said,
      id: TaskId.parse('tsk_3'),
      title: 'Order two more licences before the exams in March',
      description: '',
      priority: 'low',
      department: 'training',
      subject: undefined,
      cause: undefined,
      createdBy: 'Ada Admin',
    }),
    aTask({ ...said, id: TaskId.parse('tsk_4'), title: 'Nobody knows how metal-2 is', status: 'settled' }),
  ];
}
