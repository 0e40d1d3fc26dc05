import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import type { Session } from '../lib/views.ts';

/** The lab that a session has or had; of those that are gone only the list knows. */
export function LabOfSession({ session }: { readonly session: Session }): VNode {
  const { live, me } = useApp();
  const title = session.lab?.title ?? '';
  const workerId = session.placement?.workerId;
  const lab = live.labs.value.find((each) => each.cmlLabId === session.lab?.id && each.workerId === workerId);
  // Whoever has the session only has not the lab: there is nothing to see for them behind the link.
  if (lab === undefined && !may(me.value, 'lab:all')) return <span>{title}</span>;
  const path = lab === undefined ? paths.labs({ status: 'all', q: `session:${session.id}` }) : paths.lab(lab.id);
  return <a href={path}>{title}</a>;
}
