import { mostComments, taskCan } from '@lcm/core/domain/task';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { quickOrders } from '../lib/tasks.ts';
import { useAction } from '../lib/use-action.ts';
import { useEntity } from '../lib/use-entity.ts';
import type { Task } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Facts } from '../parts/facts.tsx';
import { HistoryCard } from '../parts/history-list.tsx';
import { Missing } from '../parts/missing.tsx';
import { Card, EmptyState, Page } from '../parts/page.tsx';
import { PriorityBadge, TaskBadge } from '../parts/status-badge.tsx';
import { SubjectLink } from '../parts/subject-link.tsx';
import { TaskActions } from '../parts/task-actions.tsx';
import { Field } from '../parts/task-form.tsx';
import { Ago, Since, Time } from '../parts/time.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

function StatusCard({ task }: { readonly task: Task }): VNode {
  const { assignee, department, dueAt, subject } = task;
  return (
    <Card title="Status">
      <p aria-live="polite">
        <TaskBadge status={task.status} /> for <Since at={task.statusSince} />: {task.reason}
      </p>
      <Facts
        items={[
          ['Priority', <PriorityBadge key="priority" status={task.priority} />],
          ['About', subject && <SubjectLink subject={subject} />],
          ['Assignee', assignee === undefined ? 'Nobody' : <span title={assignee.id}>{assignee.name}</span>],
          ['Department', department],
          ['Due', dueAt && <Time at={dueAt} />],
          [
            task.cause === undefined ? 'Added' : 'Raised',
            <span key="added">
              <Time at={task.createdAt} /> by {task.createdBy}
            </span>,
          ],
        ]}
      />
    </Card>
  );
}

function CommentForm({ task }: { readonly task: Task }): VNode {
  const { api, live } = useApp();
  const text = useSignal('');
  const action = useAction(async () => {
    const said = await api.commentOnTask(task.id, text.value);
    live.take('task', { id: said.id, version: said.version, view: said });
    text.value = '';
  });
  const isFull = task.comments.length >= mostComments;
  const missing = text.value.trim() === '' ? 'Write something first' : undefined;
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(undefined);
  };
  return (
    <form onSubmit={onSubmit}>
      <Field label="Comment">
        {(id) => (
          <textarea
            id={id}
            class="form-control"
            rows={2}
            maxLength={2000}
            value={text}
            onInput={({ currentTarget: { value } }) => {
              text.value = value;
            }}
          />
        )}
      </Field>
      <TroubleNote trouble={action.trouble} />
      <ActionButton
        label="Add comment"
        type="submit"
        small
        pending={action.pending}
        whyNot={isFull ? `A task has ${mostComments} comments at most` : missing}
      />
    </form>
  );
}

function CommentsCard({ task }: { readonly task: Task }): VNode {
  return (
    <Card title="Comments">
      {task.comments.length === 0 && <p>Nobody has said anything about it yet.</p>}
      <ol class="list-unstyled">
        {task.comments.map(({ by, at, text }, index) => (
          <li key={index} class="mb-2">
            <div class="small text-body-secondary">
              {by} · <Ago at={at} />
            </div>
            <div class="text-break said">{text}</div>
          </li>
        ))}
      </ol>
      {taskCan('comment', task) && <CommentForm task={task} />}
    </Card>
  );
}

function Detail({ task }: { readonly task: Task }): VNode {
  const orders = [...quickOrders(task), 'edit', 'handOver', 'delete'] as const;
  return (
    <Page
      title={task.title}
      lead={<a href={paths.tasks()}>Tasks</a>}
      actions={<TaskActions task={task} orders={orders} />}
    >
      <div class="row">
        <div class="col-lg-6">
          <StatusCard task={task} />
          {task.description !== '' && (
            <Card title="What it is about">
              <p class="mb-0 text-break said">{task.description}</p>
            </Card>
          )}
        </div>
        <div class="col-lg-6">
          <CommentsCard task={task} />
        </div>
      </div>
      <HistoryCard kind="task" id={task.id} version={task.version} />
    </Page>
  );
}

export function TaskPage({ id }: { readonly id: string }): VNode {
  const { api } = useApp();
  const { view, trouble } = useEntity('task', id, async () => api.task(id));
  if (view === undefined) return <Missing what="task" id={id} trouble={trouble} back={paths.tasks()} />;
  if (view.status !== 'deleted') return <Detail task={view} />;
  return (
    <Page title="This task is gone" lead={<a href={paths.tasks()}>Tasks</a>}>
      <EmptyState title="It was deleted, or handed to somebody else" />
    </Page>
  );
}
