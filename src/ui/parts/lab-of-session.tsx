import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import type { Session } from '../lib/views.ts';

/** The lab that a session has or had; of those that are gone only the list knows. */
export function LabOfSession({ session }: { readonly session: Session }): VNode {
  const { live } = useApp();
  const title = session.lab?.title ?? '';
  const workerId = session.placement?.workerId;
  const lab = live.labs.value.find((each) => each.cmlLabId === session.lab?.id && each.workerId === workerId);
  const path = lab === undefined ? paths.labs({ status: 'all', q: `session:${session.id}` }) : paths.lab(lab.id);
  return <a href={path}>{title}</a>;
}
