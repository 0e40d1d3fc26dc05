import { type Actor, may } from '../access/index.ts';

interface Held {
  readonly assignee?: { readonly id: string } | undefined;
  readonly department?: string | undefined;
}

/** Whose task it is to see: everybody's own, a department's managers', an administrator's all. */
export function maySeeTask(actor: Actor, { assignee, department }: Held): boolean {
  if (may(actor, 'task:all')) return true;
  if (department !== undefined && department === actor.department && may(actor, 'task:department')) return true;
  return assignee?.id === actor.id && may(actor, 'task:own');
}
