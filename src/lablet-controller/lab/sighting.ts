import type { LabNodeState, LabPort, Sighting } from '@lcm/core/domain/lab';
import type { CmlLab, CmlNode, CmlPortInUse } from '@lcm/core/ports/cml';

const settledWords: Readonly<Record<string, Sighting>> = {
  DEFINED_ON_CORE: 'defined',
  STOPPED: 'stopped',
  QUEUED: 'queued',
  BOOTED: 'booted',
  PAUSED: 'paused',
};

const onTheirWay: readonly CmlNode['state'][] = ['QUEUED', 'STARTED'];

type Worded = Pick<CmlLab, 'state' | 'rawState'>;

/** CML's own word for how a lab or a node is, also one that a later release invents. */
export function wordFor({ state, rawState }: Worded | Pick<CmlNode, 'state' | 'rawState'>): string {
  return rawState ?? state;
}

/**
 * How a lab is, by CML's word for it. A lab is STARTED from its first node on, and stays so when all are up: only its nodes
 * tell the two apart. Undefined for a word that nobody here knows, or that says too little.
 */
export function sightingOf(lab: Worded, nodes: readonly CmlNode[] | undefined): Sighting | undefined {
  const word = wordFor(lab);
  if (word !== 'STARTED') return settledWords[word];
  if (nodes === undefined) return undefined;
  return nodes.some((node) => onTheirWay.includes(node.state)) ? 'starting' : 'booted';
}

/** The ports of the host that the tags of a lab's nodes claim. */
export function portsOf(lab: CmlLab['id'], claims: readonly CmlPortInUse[]): readonly LabPort[] {
  return claims
    .filter((claim) => claim.lab === lab)
    .map(({ nodeLabel: label, protocol, port }) => ({ label, protocol, port }))
    .toSorted((a, b) => a.port - b.port || a.label.localeCompare(b.label));
}

/** How the nodes of a lab are, in one order. */
export function nodeStatesOf(nodes: readonly CmlNode[]): readonly LabNodeState[] {
  return nodes
    .map(({ label, ...node }) => ({ label, state: wordFor(node) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }) || a.state.localeCompare(b.state));
}
