import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { subjectPath } from '../lib/tasks.ts';
import type { Task } from '../lib/views.ts';

/** What a task is about, where there is a screen of it as a link. */
export function SubjectLink({ subject }: { readonly subject: Task['subject'] }): VNode {
  if (subject === undefined) return <span>–</span>;
  const path = subjectPath(subject);
  const kind = humanize(subject.kind);
  return (
    <span>
      {path === undefined ? subject.name : <a href={path}>{subject.name}</a>}{' '}
      <span class="small text-body-secondary">{kind}</span>
    </span>
  );
}
