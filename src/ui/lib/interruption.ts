import { openLabSuspension, openPause } from '@lcm/core/domain/session';
import type { Tone } from './tones.ts';
import type { Session } from './views.ts';

/** Why nobody can work in a session that is ready or running, at a glance. */
export interface Interruption {
  readonly text: string;
  readonly tone: Tone;
}

const ofLab = {
  reset: { text: 'Being reset', tone: 'warn' },
  'worker-lost': { text: 'Host lost', tone: 'bad' },
} as const satisfies Record<string, Interruption>;

function isOut({ outage }: Session): boolean {
  return outage !== undefined && outage.restoredAt === undefined;
}

/** The worst that lasts; `undefined` while all is as it should be. */
export function interruptionOf(session: Session): Interruption | undefined {
  const { status } = session;
  if (status !== 'ready' && status !== 'running') return undefined;
  const lab = openLabSuspension(session);
  if (lab !== undefined) return ofLab[lab.cause];
  if (session.wish?.kind === 'replace') return ofLab['worker-lost'];
  if (isOut(session)) return { text: 'Lab is down', tone: 'bad' };
  return openPause(session) === undefined ? undefined : { text: 'Paused', tone: 'warn' };
}

/** What it means for whoever wants to launch it; they themselves resume what they paused. */
export function whyAway(session: Session): string | undefined {
  const lab = openLabSuspension(session);
  if (lab !== undefined) {
    return lab.cause === 'reset'
      ? 'Its lab is being reset; it can be launched as soon as that is done'
      : 'Its host was lost; it can be launched as soon as its lab is up on another one';
  }
  return openPause(session)?.cause === 'operator' ? 'An operator paused it; it has to be resumed first' : undefined;
}
