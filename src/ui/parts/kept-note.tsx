import { openLabSuspension } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { keptWords, unreadWords } from '../lib/kept-words.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Session } from '../lib/views.ts';
import { Words } from './words.tsx';

/** Rounds are no events: whoever looks asks again so often. */
const lookMs = 30_000;

/** While the lab is away there is nothing to lose. */
function hasWork(session: Session): boolean {
  const isOpen = session.status === 'ready' || session.status === 'running';
  return isOpen && openLabSuspension(session) === undefined;
}

/** How much of what was done would be lost with the host, now. */
export function KeptNote({ session }: { readonly session: Session }): VNode | null {
  const { api, now } = useApp();
  const mayLose = hasWork(session);
  const turn = Math.floor(now.value / lookMs);
  const key = mayLose ? `${session.id}/${session.version}/${turn}` : undefined;
  const { value } = useLoad(key, async () => api.keptWork(session.id));
  const words = value && keptWords(value, now.value);
  if (!mayLose || value === undefined || words === undefined) return null;
  return (
    <div class={words.level === 'late' ? 'alert alert-warning py-2 mb-2' : 'small text-body-secondary mb-2'}>
      {words.text}
      {unreadWords(value).map(({ node, text }) => (
        <div key={node}>
          {node} <Words text={text} />
        </div>
      ))}
    </div>
  );
}
