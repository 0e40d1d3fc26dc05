import { Audit, History } from '@lcm/core/contracts/history';
import { TaskView, TaskViews } from '@lcm/core/contracts/task';
import type { Actor } from '@lcm/core/domain/access';
import { describe, expect, test } from 'vitest';
import { type Call, furnish, openTestPlane } from '../../testing/plane.ts';
import { type FakeReader, farOff, readersOf } from '../../testing/sse-harness.ts';

type As = NonNullable<Parameters<Call>[2]>;

const max: As = { role: 'manager', id: 'max', department: 'operations' };
const mia: As = { role: 'manager', id: 'mia', department: 'training' };
const uma: As = { role: 'user', id: 'uma', department: 'operations' };
const lia: As = { role: 'lab-author', id: 'lia', department: 'operations' };
const ada: As = { role: 'admin', id: 'ada' };

async function answerOf(asked: ReturnType<Call>): Promise<unknown> {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.rejection.message);
  return answer.value.body;
}

async function world() {
  const { call, plane } = await openTestPlane();
  await furnish(call);
  await call('PlanWorker', { workerId: 'wkr_1', template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const add = async (input: object, as: As) => TaskView.parse(await answerOf(call('CreateTask', input, as)));
  const titles = async (as: As, q?: string) =>
    TaskViews.parse(await answerOf(call('ListTasks', q === undefined ? {} : { q }, as))).items.map(
      ({ title }) => title,
    );
  return { call, plane, add, titles };
}

function actorOf({ role = 'admin', id = role, department }: As): Actor {
  return { id, name: id, roles: [role], department };
}

/** What somebody heard of tasks: by which name, and what they were shown. */
function heard({ received }: FakeReader): readonly (readonly [string, unknown])[] {
  const ofTasks = received.filter(({ data }) => data['kind'] === 'task');
  return ofTasks.map(({ event, data }) => [event, data['view']]);
}

const unknown = { rejection: { code: 'task.unknown' } };

describe('a task that somebody adds', () => {
  test('is of their department, nobody’s yet, and links to what it is about', async () => {
    const { add } = await world();
    const task = await add({ title: 'Look at it', subject: { kind: 'worker', id: 'wkr_1' } }, max);
    expect(task).toMatchObject({ status: 'open', department: 'operations', priority: 'normal', createdBy: 'max' });
    expect(task).toMatchObject({ subject: { kind: 'worker', id: 'wkr_1', name: expect.stringMatching(/metal/) } });
    expect([task.assignee, task.cause]).toEqual([undefined, undefined]);
  });

  test('is their own when nobody else would show it to them', async () => {
    const { add, titles } = await world();
    expect(await add({ title: 'Mine' }, uma)).toMatchObject({ assignee: { id: 'uma', name: 'uma' } });
    expect(await add({ title: 'His' }, { role: 'manager', id: 'bob' })).toMatchObject({ assignee: { id: 'bob' } });
    expect(await titles(uma)).toEqual(['Mine']);
  });

  test.each<[string, As, object]>([
    ['a user gives to somebody else', uma, { assignee: { id: 'max' } }],
    ['a user gives to another department', uma, { department: 'training' }],
    ['a manager gives to another department', max, { department: 'training' }],
  ])('is refused when %s', async (_what, as, input) => {
    const { call } = await world();
    const answer = await call('CreateTask', { title: 'Not so', ...input }, as);
    expect(answer).toMatchObject({ rejection: { code: 'task.not-for-others' } });
  });

  test.each([
    [{ title: '  ' }, 'request.invalid'],
    [{ title: 'x'.repeat(201) }, 'request.invalid'],
    [{ title: 'x', priority: 'soon' }, 'request.invalid'],
    [{ title: 'x', subject: { kind: 'worker', id: 'wkr_none' } }, 'worker.unknown'],
    [{ title: 'x', subject: { kind: 'session', id: 'ses_none' } }, 'session.unknown'],
  ])('with %j is refused with %s', async (input, code) => {
    const { call } = await world();
    expect(await call('CreateTask', input, ada)).toMatchObject({ rejection: { code } });
  });
});

describe('a list of tasks', () => {
  test('has for each role what it may see, whichever query it asks', async () => {
    const { add, titles } = await world();
    await add({ title: 'of operations', priority: 'high' }, max);
    await add({ title: 'of training' }, mia);
    await add({ title: 'for uma', assignee: { id: 'uma' }, dueAt: '2026-11-21T12:00:00Z' }, mia);
    expect((await titles(ada)).toSorted()).toEqual(['for uma', 'of operations', 'of training']);
    expect(await titles(max)).toEqual(['of operations']);
    expect((await titles(mia)).toSorted()).toEqual(['for uma', 'of training']);
    expect([await titles(uma), await titles(lia)]).toEqual([['for uma'], []]);
    expect(await titles(ada, 'priority:high')).toEqual(['of operations']);
    expect(await titles(ada, 'assignee:uma due:2026-11-21 status:open')).toEqual(['for uma']);
    expect(await titles(uma, 'department:operations')).toEqual([]);
  });
});

describe('a task that one may not see', () => {
  test('does not exist: not to read, not to change, not in its history', async () => {
    const { call, add } = await world();
    const { id: taskId } = await add({ title: 'Of operations' }, max);
    const asks: readonly (readonly [string, object])[] = [
      ['GetTask', { taskId }],
      ['UpdateTask', { taskId, title: 'Seen' }],
      ['ChangeTaskStatus', { taskId, to: 'done' }],
      ['CommentTask', { taskId, text: 'seen' }],
    ];
    for (const [operation, input] of asks) {
      for (const as of [mia, uma]) expect(await call(operation, input, as)).toMatchObject(unknown);
    }
    expect(await call('AssignTask', { taskId, assignee: { id: 'mia' } }, mia)).toMatchObject(unknown);
    expect(await call('GetHistory', { kind: 'task', id: taskId }, mia)).toMatchObject(unknown);
    const { items } = History.parse(await answerOf(call('GetHistory', { kind: 'task', id: taskId }, max)));
    expect(items.map(({ operation }) => operation)).toEqual(['CreateTask']);
  });

  test('is not in the audit of a manager of another department, in no way of asking', async () => {
    const { call, add, plane } = await world();
    await add({ title: 'Secret of operations' }, max);
    const position = plane.state.audit.head;
    const audit = async (as: As) => Audit.parse(await answerOf(call('ListAudit', { kind: 'task' }, as))).items.length;
    expect([await audit(ada), await audit(max), await audit(mia)]).toEqual([1, 1, 0]);
    expect(await answerOf(call('CountNewerAudit', { after: 0, kind: 'task' }, mia))).toEqual({ count: 0 });
    expect(await call('GetAuditEntry', { position }, max)).toMatchObject({ ok: true });
    expect(await call('GetAuditEntry', { position }, mia)).toMatchObject({ rejection: { code: 'audit.unknown' } });
    const exported = await call('ExportAudit', { format: 'jsonl' }, mia);
    if (!exported.ok || exported.value.download === undefined) throw new Error('no file');
    let text = '';
    for await (const chunk of exported.value.download.chunks) text += String(chunk);
    expect(text).toContain('PlanWorker');
    expect(text).not.toContain('Secret of operations');
  });

  test('is not on the stream either; who loses it hears only that it is gone', async () => {
    const { call, add, plane } = await world();
    const { connect } = readersOf(plane.state.feed);
    const watch = (as: As) => connect({ viewer: { actor: actorOf(as), expiresAt: farOff } }).reader;
    const [forMax, forMia, forUma] = [watch(max), watch(mia), watch(uma)];
    const { id: taskId } = await add({ title: 'Secret', assignee: { id: 'uma' } }, max);
    await call('AssignTask', { taskId, assignee: null, department: 'training' }, max);
    await call('CommentTask', { taskId, text: 'now ours' }, mia);
    expect(heard(forMax)).toMatchObject([
      ['task.created', { title: 'Secret' }],
      ['task.assigned', { title: '', status: 'deleted' }],
    ]);
    expect(heard(forUma)).toMatchObject(heard(forMax));
    expect(heard(forMia)).toMatchObject([
      ['task.assigned', { title: 'Secret', status: 'open' }],
      ['task.commented', { comments: [{ by: 'mia', text: 'now ours' }] }],
    ]);
    expect(heard(watch(max))).toEqual([]);
    expect(heard(watch(ada))).toMatchObject([['task.snapshot', { title: 'Secret' }]]);
  });
});

describe('a task on its way', () => {
  test('is handed over by managers, taken on and done by whoever has it', async () => {
    const { call, add } = await world();
    const { id: taskId } = await add({ title: 'Do it' }, max);
    expect(await call('AssignTask', { taskId, assignee: { id: 'uma', name: 'Uma' } }, max)).toMatchObject({
      value: { body: { assignee: { id: 'uma', name: 'Uma' }, department: 'operations' } },
    });
    expect(await call('AssignTask', { taskId, assignee: { id: 'lia' } }, uma)).toMatchObject({
      rejection: { code: 'access.denied' },
    });
    await call('ChangeTaskStatus', { taskId, to: 'in_progress' }, uma);
    expect(await call('ChangeTaskStatus', { taskId, to: 'done' }, uma)).toMatchObject({
      value: { body: { status: 'done', closedBy: 'uma', reason: 'done by uma' } },
    });
    expect(await call('AssignTask', { taskId, assignee: null }, max)).toMatchObject({
      rejection: { code: 'task.wrong-state', message: 'A task that is done cannot be handed over.' },
    });
  });

  test('is dismissed with a reason, and opened again', async () => {
    const { call, add } = await world();
    const { id: taskId } = await add({ title: 'Never mind' }, max);
    expect(await call('ChangeTaskStatus', { taskId, to: 'dismissed' }, max)).toMatchObject({
      rejection: { code: 'task.no-reason', message: 'Say why it is dismissed.' },
    });
    await call('ChangeTaskStatus', { taskId, to: 'dismissed', reason: 'known' }, max);
    expect(await call('ChangeTaskStatus', { taskId, to: 'open' }, max)).toMatchObject({
      value: { body: { status: 'open' } },
    });
  });

  test('is deleted by administrators only, and then there is none', async () => {
    const { call, add, titles } = await world();
    const { id: taskId } = await add({ title: 'Wrong' }, max);
    expect(await call('DeleteTask', { taskId }, max)).toMatchObject({ rejection: { code: 'access.denied' } });
    expect(await call('DeleteTask', { taskId }, ada)).toMatchObject({ ok: true });
    expect(await titles(ada)).toEqual([]);
    expect(await call('GetTask', { taskId }, ada)).toMatchObject(unknown);
    expect(await call('DeleteTask', { taskId }, ada)).toMatchObject(unknown);
  });
});
