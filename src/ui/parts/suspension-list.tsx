import type { VNode } from 'preact';
import { formatDuration } from '../lib/format.ts';
import type { Session } from '../lib/views.ts';
import { Time } from './time.tsx';
import { Words } from './words.tsx';

const causes = {
  candidate: 'Paused',
  operator: 'Paused by an operator',
  reset: 'Reset',
  'worker-lost': 'Its host was lost',
  'host-down': 'Its host was down',
} as const satisfies Record<NonNullable<Session['suspensions']>[number]['cause'], string>;

/** When nobody could work in it, or wanted to, and why. */
export function SuspensionList({ session }: { readonly session: Session }): VNode | null {
  const { suspensions = [] } = session;
  if (suspensions.length === 0) return null;
  return (
    <ul class="list-unstyled small mb-2" aria-label="Interruptions">
      {suspensions.map(({ from, until, cause, reason }) => (
        <li key={`${cause} ${from}`}>
          {causes[cause]} from <Time at={from} />{' '}
          {until === undefined ? (
            'until now'
          ) : (
            <>
              to <Time at={until} /> ({formatDuration(Date.parse(until) - Date.parse(from))})
            </>
          )}
          : <Words text={reason} />
        </li>
      ))}
    </ul>
  );
}
