import type { DeliveryState } from '@lcm/core/ports/lab-delivery';

/** What the candidate can do, from where, and what the world hears of it. */
export const candidateActions = {
  start: { from: ['PENDING'], to: 'RUNNING', event: 'running' },
  pause: { from: ['RUNNING'], to: 'PAUSED', event: 'paused' },
  resume: { from: ['PAUSED'], to: 'RUNNING', event: 'running' },
  finish: { from: ['RUNNING', 'PAUSED'], to: 'USER_FINISHED', event: 'ended' },
} as const satisfies Record<string, CandidateStep>;

interface CandidateStep {
  readonly from: readonly DeliveryState[];
  readonly to: DeliveryState;
  readonly event: EventKind;
}

export type CandidateAction = keyof typeof candidateActions;
export type EventKind = 'running' | 'paused' | 'ended';

export const eventTypes = {
  running: 'io.lablet.lds.session.running.v1',
  paused: 'io.lablet.lds.session.paused.v1',
  ended: 'io.lablet.lds.session.ended.v1',
} as const satisfies Record<EventKind, string>;

export function candidateCan(action: CandidateAction, state: DeliveryState): boolean {
  const states: readonly DeliveryState[] = candidateActions[action].from;
  return states.includes(state);
}

/** Released: nothing changes any more, it only still has to be filed away. */
export function isReleased(state: DeliveryState): boolean {
  return state === 'ARCHIVING' || state === 'ARCHIVED';
}
