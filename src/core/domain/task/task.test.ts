import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor, Role } from '../access/index.ts';
import { testNow as at } from '../testing/index.ts';
import {
  askedTaskStatuses,
  assignTask,
  commentTask,
  deleteTask,
  endCause,
  evolveTask,
  maySeeTask,
  mostComments,
  moveTask,
  type Task,
  type TaskEvent,
  TaskId,
  taskMayBecome,
  updateTask,
} from './index.ts';

const said = { by: 'Max', at };
const id = TaskId.parse('tsk_1');
const subject = { kind: 'worker', id: 'wkr_1', name: 'metal-1' };

function given(...events: readonly TaskEvent[]): Task {
  const content = { title: 'Look', description: '', priority: 'normal', department: 'operations', subject } as const;
  const cause = { cause: 'worker.licence', occurrence: 1 };
  const created: TaskEvent = { type: 'TaskCreated', id, content, cause, by: 'the system', at };
  return events.reduce(evolveTask, evolveTask(undefined, created));
}

function actor(role: Role, department?: string): Actor {
  return { id: role, name: role, roles: [role], department };
}

function after(task: Task, decided: ReturnType<typeof moveTask>): Task {
  return decided.ok ? decided.value.reduce(evolveTask, task) : task;
}

describe('a task', () => {
  test('is taken on, done, and put back, and says who closed it', () => {
    const taken = after(given(), moveTask(given(), { to: 'in_progress' }, said));
    expect(taken).toMatchObject({ status: 'in_progress', reason: 'taken on by Max', closedBy: undefined });
    const done = after(taken, moveTask(taken, { to: 'done', reason: 'renewed' }, said));
    expect(done).toMatchObject({ status: 'done', reason: 'renewed', closedBy: 'Max', closedAt: at });
    const back = after(done, moveTask(done, { to: 'open' }, said));
    expect(back).toMatchObject({ status: 'open', closedBy: undefined, closedAt: undefined });
  });

  test('is dismissed only with a reason', () => {
    expect(moveTask(given(), { to: 'dismissed' }, said)).toEqual({ ok: false, rejection: { code: 'task.no-reason' } });
    const dismissed = after(given(), moveTask(given(), { to: 'dismissed', reason: 'known' }, said));
    expect(dismissed).toMatchObject({ status: 'dismissed', reason: 'known' });
  });

  test('settles when its cause ends, unless somebody has closed it; then that is only noted', () => {
    expect(given(...endCause(given(), said))).toMatchObject({ status: 'settled', cause: { endedAt: at } });
    const done = after(given(), moveTask(given(), { to: 'done' }, said));
    const over = endCause(done, said).reduce(evolveTask, done);
    expect(over).toMatchObject({ status: 'done', cause: { endedAt: at } });
    expect(endCause(over, said)).toEqual([]);
    expect(moveTask(over, { to: 'open' }, said)).toMatchObject({ rejection: { code: 'task.cause-over' } });
  });

  test('keeps what an update leaves out, and loses its day when that is said', () => {
    const due = after(given(), updateTask(given(), { dueAt: at, title: 'Look soon' }, said));
    expect(due).toMatchObject({ title: 'Look soon', dueAt: at, priority: 'normal' });
    expect(after(due, updateTask(due, { dueAt: null }, said)).dueAt).toBeUndefined();
    expect(updateTask(due, { title: 'Look soon', dueAt: at }, said)).toEqual({ ok: true, value: [] });
  });

  test('remembers whose it was when it is handed over, and goes back to nobody', () => {
    const uma = { id: 'uma', name: 'Uma' };
    const hers = after(given(), assignTask(given(), { assignee: uma }, said));
    expect(hers).toMatchObject({ assignee: uma, department: 'operations', before: { department: 'operations' } });
    const elsewhere = after(hers, assignTask(hers, { assignee: null, department: 'training' }, said));
    expect(elsewhere).toMatchObject({ department: 'training', before: { assignee: uma, department: 'operations' } });
    expect(elsewhere.assignee).toBeUndefined();
    expect(assignTask(elsewhere, { department: 'training' }, said)).toEqual({ ok: true, value: [] });
  });

  test('takes so many comments and no more', () => {
    const comment: TaskEvent = { type: 'TaskCommented', text: 'still there', ...said };
    const full = given(...Array.from({ length: mostComments }, () => comment));
    expect(full.comments).toHaveLength(mostComments);
    expect(commentTask(full, 'one more', said)).toMatchObject({ rejection: { code: 'task.too-many-comments' } });
  });

  test('that was deleted stays so, and nothing else is done to it', () => {
    const gone = after(given(), deleteTask(given(), said));
    expect(gone.status).toBe('deleted');
    expect(deleteTask(gone, said)).toEqual({ ok: true, value: [] });
    const others = [updateTask(gone, { title: 'x' }, said), commentTask(gone, 'x', said), assignTask(gone, {}, said)];
    for (const other of others) expect(other).toMatchObject({ rejection: { code: 'task.wrong-state' } });
  });

  test('moves by its lifecycle table only, whatever is asked in whatever order', () => {
    const ask = fc.constantFrom(...askedTaskStatuses, 'cause ends', 'delete');
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 12 }), (asks) => {
        let task = given();
        for (const each of asks) {
          const before = task.status;
          if (each === 'cause ends') task = endCause(task, said).reduce(evolveTask, task);
          else if (each === 'delete') task = after(task, deleteTask(task, said));
          else task = after(task, moveTask(task, { to: each, reason: 'asked' }, said));
          expect(task.status === before || taskMayBecome(before, task.status)).toBe(true);
          expect(task.closedAt === undefined).toBe(task.status === 'open' || task.status === 'in_progress');
        }
      }),
    );
  });
});

describe('a task is seen by', () => {
  const ofUser = { assignee: { id: 'user' }, department: 'training' };

  test.each<[string, Actor, boolean]>([
    ['whoever has it', actor('user'), true],
    ['nobody else without a department to manage', actor('lab-author', 'training'), false],
    ['the managers of its department', actor('manager', 'training'), true],
    ['no manager of another department', actor('manager', 'operations'), false],
    ['no manager without a department', actor('manager'), false],
    ['every administrator', actor('admin'), true],
    ['no service', actor('scheduler', 'training'), false],
  ])('%s', (_who, viewer, expected) => {
    expect(maySeeTask(viewer, ofUser)).toBe(expected);
  });

  test('nobody but administrators when it is nobody’s', () => {
    expect(maySeeTask(actor('manager', 'training'), {})).toBe(false);
    expect(maySeeTask(actor('admin'), {})).toBe(true);
  });
});
