import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { phasesOf } from '../lib/phases.ts';
import type { Session } from '../lib/views.ts';

const left = 'was left out';

/** Where in its life a session is, and what of it it never came to. */
export function PhaseRail({ session }: { readonly session: Session }): VNode | null {
  const phases = phasesOf(session);
  if (phases.length === 0) return null;
  return (
    <ol class="rail" aria-label="Phases">
      {phases.map(({ status, state }) => (
        <li
          key={status}
          class={`rail-${state}`}
          title={state === 'skipped' ? left : undefined}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          {humanize(status)}
          {state === 'skipped' && <span class="visually-hidden"> ({left})</span>}
        </li>
      ))}
    </ol>
  );
}
