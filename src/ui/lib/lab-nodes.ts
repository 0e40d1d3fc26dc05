import { isClosed } from '@lcm/core/domain/lab';
import { humanize, plural } from './format.ts';
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

/** How each node was last seen; none of a lab that is gone. */
export function nodeStates(lab: LabRecord): ReadonlyMap<string, string> {
  return isClosed(lab) ? new Map() : statesByLabel(lab.facts.nodes ?? []);
}

interface NodeState {
  readonly label: string;
  readonly state: string;
}

/** By label; several of one label are told by the one that is least up. */
export function statesByLabel(nodes: readonly NodeState[]): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const { label, state } of nodes) {
    const known = states.get(label);
    if (known === undefined || nodeToneOf(known) === 'on') states.set(label, state);
  }
  return states;
}

/** How many nodes are on, of those that were seen. */
export function nodesUp({ facts: { nodes = [] } }: LabRecord): { readonly up: number; readonly seen: number } {
  return { up: nodes.filter(({ state }) => nodeToneOf(state) === 'on').length, seen: nodes.length };
}

/** `5 of 7 nodes up; R2 booting, PC1 not started`. */
export function bootWords(nodes: readonly NodeState[]): string | undefined {
  if (nodes.length === 0) return undefined;
  const missing = nodes.filter(({ state }) => nodeToneOf(state) !== 'on');
  const named = missing.slice(0, mostNamed).map(({ label, state }) => `${label} ${nodeWords(state)}`);
  const more = missing.length > mostNamed ? [`${missing.length - mostNamed} more`] : [];
  const up = `${nodes.length - missing.length} of ${plural(nodes.length, 'node')} up`;
  return missing.length === 0 ? up : `${up}; ${[...named, ...more].join(', ')}`;
}

const mostNamed = 8;
