/** CML's states of a lab. A state that a later release invents is `unknown`, told with its raw text. */
export const cmlLabStates = ['DEFINED_ON_CORE', 'STARTED', 'STOPPED', 'QUEUED', 'BOOTED', 'unknown'] as const;
export type CmlLabState = (typeof cmlLabStates)[number];

export const cmlNodeStates = [
  'DEFINED_ON_CORE',
  'QUEUED',
  'STARTED',
  'BOOTED',
  'STOPPED',
  'DISCONNECTED',
  'unknown',
] as const;
export type CmlNodeState = (typeof cmlNodeStates)[number];

/** Of interfaces and links. */
export const cmlLinkStates = ['DEFINED_ON_CORE', 'STARTED', 'STOPPED', 'unknown'] as const;
export type CmlLinkState = (typeof cmlLinkStates)[number];

/** A state as it was found; what CML really said is kept when we do not know the word. */
export interface CmlStateSeen<State> {
  readonly state: State;
  readonly rawState?: string | undefined;
}
