import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { forceConsequences } from '../lib/drain.ts';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Worker } from '../lib/views.ts';

/** What force does to each session that has the host, by name. */
export function ForceConsequences({ worker, lead }: { readonly worker: Worker; readonly lead: string }): VNode {
  const { live, now } = useApp();
  const { here, later } = forceConsequences(worker, live.sessions.value, now.value);
  const goesOn = `${plural(later, 'session')} booked for later ${later === 1 ? 'keeps its' : 'keep their'} place: the worker is started again for that.`;
  return (
    <>
      {here.length === 0 ? (
        <p class="mb-1">No session has it now.</p>
      ) : (
        <>
          <p class="mb-1">{lead}</p>
          <ul class="mb-1 ps-3">
            {here.map(({ session, words }) => (
              <li key={session?.id ?? words}>
                {session === undefined ? (
                  'somebody else’s session is ended'
                ) : (
                  <>
                    <a href={paths.session(session.id)}>{session.name}</a>: {words}
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {later > 0 && <p class="mb-1">{goesOn}</p>}
    </>
  );
}
