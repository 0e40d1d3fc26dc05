import type { Cml } from './cml.ts';
import { linkAt } from './interfaces.ts';
import { definitionId, nodeState } from './power.ts';
import type { Lab, NetworkInterface, Node } from './state.ts';

export interface Snooped {
  readonly one: NetworkInterface;
  readonly address: string;
}

/** Addresses that CML hears of on its NAT bridge: those of running machines with a cable to an external connector. */
export function snoopedOf(cml: Cml, lab: Lab, node: Node): readonly Snooped[] {
  if (nodeState(cml, node) !== 'BOOTED' || definitionId(node) === 'external_connector') return [];
  return node.interfaces.flatMap((one) => (leadsOutside(cml, lab, one) ? [{ one, address: leased(lab, one) }] : []));
}

function leadsOutside(cml: Cml, lab: Lab, { id }: NetworkInterface): boolean {
  const link = linkAt(lab, id);
  const other = link && (link.a === id ? link.b : link.a);
  const far = lab.nodes.find(({ interfaces }) => interfaces.some((one) => one.id === other));
  return far !== undefined && definitionId(far) === 'external_connector' && nodeState(cml, far) === 'BOOTED';
}

function leased(lab: Lab, wanted: NetworkInterface): string {
  const all = lab.nodes.flatMap(({ interfaces }) => interfaces);
  return `192.168.255.${10 + (all.indexOf(wanted) % 240)}`;
}
