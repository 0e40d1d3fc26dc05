import {
  type CmlLabState,
  type CmlLinkState,
  type CmlNodeState,
  type CmlStateSeen,
  cmlLabStates,
  cmlLinkStates,
  cmlNodeStates,
} from '../../ports/cml/index.ts';

/** A word that we do not know is kept, and spoils nothing around it. */
function seenAmong<State extends string>(known: readonly State[], raw: string): CmlStateSeen<State | 'unknown'> {
  const state = known.find((one) => one === raw);
  return state === undefined || state === 'unknown' ? { state: 'unknown', rawState: raw } : { state };
}

export function labStateSeen(raw: string): CmlStateSeen<CmlLabState> {
  return seenAmong(cmlLabStates, raw);
}

/** 2.10 has a state between QUEUED and STARTED. */
export function nodeStateSeen(raw: string): CmlStateSeen<CmlNodeState> {
  return seenAmong(cmlNodeStates, raw === 'STARTING' ? 'QUEUED' : raw);
}

export function linkStateSeen(raw: string): CmlStateSeen<CmlLinkState> {
  return seenAmong(cmlLinkStates, raw);
}
