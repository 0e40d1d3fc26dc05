import { CreateTask, TaskView } from '@lcm/core/contracts/task';
import { type Actor, may } from '@lcm/core/domain/access';
import { type Assignee, maySeeTask, TaskId, type TaskSubject } from '@lcm/core/domain/task';
import { ok, type Random, type Result, reject } from '@lcm/core/kernel';
import { tasks } from '../../application/aggregates.ts';
import { unknown, written } from '../../application/change.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { labFor } from '../../application/privacy.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';
import { personOf } from './assign-task.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly random: Random;
}

export const createTask = defineCommand({
  name: 'CreateTask',
  summary: 'Add a task: for yourself; for others too when you manage a department',
  allow: 'task:own',
  input: CreateTask,
  output: TaskView,
  async handle({ subject: about, assignee: asked, department: of, ...said }, caller, { streams, views, random }: Deps) {
    const { actor } = caller;
    const held = holderOf({ asked: asked && personOf(asked, actor), of }, actor);
    if (!held.ok) return held;
    const subject = about && subjectOf(about, actor, views);
    if (subject && !subject.ok) return subject;
    const id = TaskId.next(random);
    const content = { ...said, ...held.value, subject: subject?.value };
    const added = await streams.change({ aggregate: tasks, id }, { operation: 'CreateTask', caller }, (_none, at) =>
      ok([{ type: 'TaskCreated', id, content, by: actor.name, at }]),
    );
    return written(added, viewOf.task);
  },
});

interface Holder {
  readonly assignee?: Assignee | undefined;
  readonly department?: string | undefined;
}

interface Asked {
  readonly asked: Assignee | undefined;
  readonly of: string | undefined;
}

/** Whose it becomes. Nobody loses sight of what they add: what their department does not show them is their own. */
function holderOf({ asked, of }: Asked, actor: Actor): Result<Holder, Rejection> {
  const department = of ?? actor.department;
  const self: Assignee = { id: actor.id, name: actor.name };
  const assignee = asked ?? (maySeeTask(actor, { department }) ? undefined : self);
  const message = objectionTo({ assignee, department }, actor);
  return message === undefined ? ok({ assignee, department }) : reject({ code: 'task.not-for-others', message });
}

function objectionTo({ assignee, department }: Holder, actor: Actor): string | undefined {
  const isOthers = assignee !== undefined && assignee.id !== actor.id;
  if (isOthers && !may(actor, 'task:department')) return 'You may add tasks for yourself only.';
  if (department === actor.department || may(actor, 'task:all')) return undefined;
  return 'You may add tasks for your own department only.';
}

type About = NonNullable<CreateTask['subject']>;

function subjectOf({ kind, id }: About, actor: Actor, views: Views): Result<TaskSubject, Rejection> {
  const name = nameOf[kind](id, actor, views);
  return name === undefined ? reject(unknown(kind, id)) : ok({ kind, id, name });
}

type NameOf = (id: string, actor: Actor, views: Views) => string | undefined;

const nameOf: Readonly<Record<About['kind'], NameOf>> = {
  worker: (id, _actor, views) => views.get('worker', id)?.state.name,
  session: (id, actor, views) => {
    const session = views.get('session', id)?.state;
    return session && maySee(actor, session) ? session.name : undefined;
  },
  definition: (id, _actor, views) => {
    const definition = views.get('definition', id)?.state;
    return definition && `${definition.title} ${definition.version}`;
  },
  lab: (id, actor, views) => {
    const lab = visibleLab(id, { actor, views });
    return lab.ok ? labFor(actor, viewOf.lab(lab.value)).facts.title : undefined;
  },
};
