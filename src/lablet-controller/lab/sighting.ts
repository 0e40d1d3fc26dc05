import type { LabPort, Sighting } from '@lcm/core/domain/lab';
import type { CmlNode } from '@lcm/core/ports/cml';

const settledWords: Readonly<Record<string, Sighting>> = {
  DEFINED_ON_CORE: 'defined',
  STOPPED: 'stopped',
  QUEUED: 'queued',
  BOOTED: 'booted',
  PAUSED: 'paused',
};

const onTheirWay: readonly CmlNode['state'][] = ['QUEUED', 'STARTED'];

/**
 * How a lab is, by CML's word for it. A lab is STARTED from its first node on, and stays so when all are up: only its nodes
 * tell the two apart. Undefined for a word that nobody here knows, or that says too little.
 */
export function sightingOf(state: string, nodes: readonly CmlNode[] | undefined): Sighting | undefined {
  if (state !== 'STARTED') return settledWords[state];
  if (nodes === undefined) return undefined;
  return nodes.some((node) => onTheirWay.includes(node.state)) ? 'starting' : 'booted';
}

/** The ports of the host that the tags of its nodes take: `serial:4567`. */
export function portsOf(nodes: readonly CmlNode[]): readonly LabPort[] {
  const ports = nodes.flatMap(({ label, tags }) =>
    tags.flatMap((tag) => {
      const [, protocol, port] = /^\s*([a-z]+):(\d{1,5})\s*$/i.exec(tag) ?? [];
      return protocol === undefined ? [] : [{ label, protocol: protocol.toLowerCase(), port: Number(port) }];
    }),
  );
  return ports.toSorted((a, b) => a.port - b.port || a.label.localeCompare(b.label));
}
