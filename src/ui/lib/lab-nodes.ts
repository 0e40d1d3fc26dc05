import { isClosed } from '@lcm/core/domain/lab';
import { humanize } from './format.ts';
import type { LabRecord } from './views.ts';

const words: Readonly<Record<string, string>> = {
  DEFINED_ON_CORE: 'not started',
  QUEUED: 'queued',
  STARTED: 'booting',
  BOOTED: 'up',
  STOPPED: 'off',
  DISCONNECTED: 'disconnected',
};

/** CML's word for a node, in ours; its own where nobody here knows it. */
export function nodeWords(state: string): string {
  return words[state] ?? humanize(state).toLowerCase();
}

export type NodeTone = 'on' | 'wait' | 'off' | 'bad';

const tones: Readonly<Record<string, NodeTone>> = {
  DEFINED_ON_CORE: 'off',
  QUEUED: 'wait',
  STARTED: 'wait',
  BOOTED: 'on',
  STOPPED: 'off',
};

export function nodeToneOf(state: string): NodeTone {
  return tones[state] ?? 'bad';
}

/** How each node was last seen, by label; several of one label are told by the one that is least up. */
export function nodeStates(lab: LabRecord): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  if (isClosed(lab)) return states;
  for (const { label, state } of lab.facts.nodes ?? []) {
    const known = states.get(label);
    if (known === undefined || nodeToneOf(known) === 'on') states.set(label, state);
  }
  return states;
}

/** How many nodes are on, of those that were seen. */
export function nodesUp({ facts: { nodes = [] } }: LabRecord): { readonly up: number; readonly seen: number } {
  return { up: nodes.filter(({ state }) => nodeToneOf(state) === 'on').length, seen: nodes.length };
}
