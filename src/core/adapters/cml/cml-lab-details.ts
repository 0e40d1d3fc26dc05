import {
  CmlError,
  type CmlErrorCode,
  type CmlLabId,
  type CmlLabStatistics,
  type CmlNodeId,
  type CmlTopology,
} from '../../ports/cml/index.ts';
import type { CmlSession } from './cml-session.ts';
import {
  addressesAnswer,
  elementStatesAnswer,
  placesAnswer,
  statisticsAnswer,
  topologyAnswer,
  toStatistics,
  toTopology,
} from './cml-topology.ts';

/** Of a lab, or of a node in it. */
export function pathOf(id: CmlLabId, node?: CmlNodeId): string {
  const lab = `labs/${encodeURIComponent(id)}`;
  return node === undefined ? lab : `${lab}/nodes/${encodeURIComponent(node)}`;
}

/** Four answers for a lab of any size: as drawn, its states, where its nodes run, and which addresses were seen. */
export async function readTopology(session: CmlSession, id: CmlLabId): Promise<CmlTopology> {
  const below = (path: string) => ({ method: 'GET', path: `${pathOf(id)}/${path}` }) as const;
  const [topology, states, places, addresses] = await Promise.all([
    session.json(below('topology?exclude_configurations=false'), topologyAnswer),
    session.json(below('lab_element_state'), elementStatesAnswer),
    session.json(below('nodes?data=true&operational=true&exclude_configurations=true'), placesAnswer),
    session.json(below('layer3_addresses'), addressesAnswer),
  ]);
  return toTopology({ topology, states, places, addresses });
}

export async function readStatistics(session: CmlSession, id: CmlLabId): Promise<CmlLabStatistics | undefined> {
  const path = `${pathOf(id)}/simulation_stats`;
  const answer = await orRefused(session.json({ method: 'GET', path }, statisticsAnswer));
  return answer && toStatistics(answer);
}

/** `undefined` when CML refuses: some versions do not count what does not run, others answer without figures. */
export async function orRefused<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  return unless('refused', answer);
}

/** `undefined` for what is not there (any more). */
export async function orGone<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  return unless('not-found', answer);
}

async function unless<Value>(code: CmlErrorCode, answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CmlError && error.code === code) return undefined;
    throw error;
  }
}
