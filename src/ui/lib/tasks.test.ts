import { taskSearch } from '@lcm/core/domain/query';
import { TaskId } from '@lcm/core/domain/task';
import { expect, test } from 'vitest';
import { admin, aTask, minutes, noon, user } from '../testing/fixtures.ts';
import { historyWords } from './event-words.ts';
import { filtered } from './filter.ts';
import { newTaskOf, taskDraftOf, taskFaultOf, taskUpdateOf } from './task-form.ts';
import {
  byUrgency,
  isOverdue,
  openTasks,
  quickOrders,
  shownTasks,
  subjectPath,
  tasksAbout,
  whyNotTask,
} from './tasks.ts';
import type { Me, Task } from './views.ts';

const manager: Me = { ...admin, id: 'max', roles: ['manager'], department: 'operations' };

function task(name: string, changes: Partial<Task> = {}): Task {
  return aTask({ id: TaskId.parse(`tsk_${name}`), title: name, ...changes });
}

test('what presses comes first, of that what has waited longest, and what is closed last, the newest first', () => {
  const tasks = [
    task('closed1', { status: 'done', createdAt: minutes(-500) }),
    task('low', { priority: 'low', createdAt: minutes(-900) }),
    task('closed2', { status: 'settled', createdAt: minutes(-400) }),
    task('young', { createdAt: minutes(-10) }),
    task('old', { createdAt: minutes(-20), status: 'in_progress' }),
    task('urgent', { priority: 'urgent', createdAt: minutes(0) }),
  ];
  const names = tasks.toSorted(byUrgency).map(({ title }) => title);
  expect(names).toEqual(['urgent', 'old', 'young', 'low', 'closed2', 'closed1']);
});

test('what was deleted or handed to others is not shown, what is closed is not counted', () => {
  const tasks = [task('a'), task('b', { status: 'deleted' }), task('c', { status: 'dismissed' })];
  expect(shownTasks(tasks).map(({ title }) => title)).toEqual(['a', 'c']);
  expect(openTasks(tasks).map(({ title }) => title)).toEqual(['a']);
  expect(tasksAbout(tasks, 'wkr_1').map(({ title }) => title)).toEqual(['a']);
  expect(tasksAbout(tasks, 'wkr_2')).toEqual([]);
});

test('a task is late only while it is open', () => {
  expect(isOverdue(task('a', { dueAt: minutes(-1) }), noon)).toBe(true);
  expect(isOverdue(task('a', { dueAt: minutes(1) }), noon)).toBe(false);
  expect(isOverdue(task('a', { dueAt: minutes(-1), status: 'done' }), noon)).toBe(false);
});

test('a task leads to what it is about, where that has a screen', () => {
  expect(subjectPath({ kind: 'worker', id: 'wkr_1', name: 'w' })).toBe('/workers/wkr_1');
  expect(subjectPath({ kind: 'inbox', id: '0a1b', name: 'e' })).toBeUndefined();
});

test('what one cannot do about a task says why', () => {
  const mine = task('mine', { assignee: { id: user.id, name: user.name } });
  expect(whyNotTask(user, 'take', mine)).toBeUndefined();
  expect(whyNotTask(user, 'take', { ...mine, status: 'in_progress' })).toBe('You have it already');
  expect(whyNotTask(user, 'handOver', mine)).toBe('Needs the role manager or admin');
  expect(whyNotTask(manager, 'take', mine)).toBeUndefined();
  expect(whyNotTask(manager, 'delete', mine)).toBe('Needs the role admin');
  const over = task('over', {
    status: 'done',
    cause: { cause: 'worker.licence', occurrence: 1, endedAt: minutes(-1) },
  });
  expect(quickOrders(over).map((order) => whyNotTask(admin, order, over))).toEqual(['What it was raised for is over']);
  expect(whyNotTask(admin, 'edit', over)).toBe('Not possible while it is done');
  expect(whyNotTask(admin, 'reopen', task('settled', { status: 'settled' }))).toBe('Not possible while it is settled');
});

test('what is typed becomes a task, and a task what is typed', () => {
  const dueAt = minutes(30);
  const draft = taskDraftOf(task('a', { title: ' a ', dueAt, description: ' more ' }));
  expect(newTaskOf(draft)).toEqual({ title: 'a', description: 'more', priority: 'high', dueAt });
  expect(taskUpdateOf({ ...draft, due: '' })).toMatchObject({ dueAt: null });
  expect([taskFaultOf(draft), taskFaultOf({ ...draft, title: ' ' })]).toEqual([
    undefined,
    'Say in a few words what is to be done',
  ]);
});

test('a list of tasks is asked by who has them and what raised them', () => {
  const mine = task('mine', { assignee: { id: 'max', name: 'Max' }, cause: undefined });
  const tasks = [task('theirs'), mine];
  const found = (query: string) =>
    filtered(tasks, query, { searchable: taskSearch, now: noon }).items.map(({ title }) => title);
  expect(found('assignee:max')).toEqual(['mine']);
  expect(found('assigned:no raised:system cause:licence about:metal')).toEqual(['theirs']);
  expect(found('-raised:person priority:high created<now')).toEqual(['theirs']);
});

test('the history of a task is in words', () => {
  const assigned = { type: 'TaskAssigned', assignee: { id: 'max', name: 'Max' }, department: 'operations' };
  expect(historyWords(assigned)).toBe('Given to Max of operations');
  expect(historyWords({ type: 'TaskAssigned' })).toBe('Given to nobody');
  expect(historyWords({ type: 'TaskStatusChanged', to: 'in_progress', reason: 'taken on by Max' })).toBe(
    'Became in progress: taken on by Max',
  );
});
