import type { SessionStatus } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';

const phases = [
  'pending',
  'scheduled',
  'instantiating',
  'ready',
  'running',
  'collecting',
  'grading',
  'stopping',
  'archived',
] as const satisfies readonly SessionStatus[];

function stateOf(index: number, current: number): string {
  if (index < current) return 'done';
  return index === current ? 'current' : 'waiting';
}

/** Where in its life a session is. */
export function PhaseRail({ status }: { readonly status: SessionStatus }): VNode | null {
  const shown: readonly SessionStatus[] = phases;
  const current = shown.indexOf(status === 'stopped' ? 'stopping' : status);
  if (current === -1) return null;
  return (
    <ol class="rail" aria-label="Phases">
      {phases.map((phase, index) => (
        <li key={phase} class={`rail-${stateOf(index, current)}`} aria-current={index === current ? 'step' : undefined}>
          {humanize(phase)}
        </li>
      ))}
    </ol>
  );
}
