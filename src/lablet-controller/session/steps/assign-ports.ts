import type { SessionView } from '@lcm/core/contracts/session';
import { portProtocols } from '@lcm/core/domain/topology';
import type { CmlNode } from '@lcm/core/ports/cml';
import { onLab } from '../lab-of-session.ts';
import { done, failed } from '../step-handler.ts';

/**
 * Tags each node with the host ports of its doors; what others tagged stays. A door that the lab’s own tags ask for and that the
 * session was not booked with is closed: the number in that tag was an example, and two labs would claim one port by it.
 */
export const assignPorts = onLab(async (lab, cml, { session }) => {
  const nodes = await cml.nodes(lab.id);
  const doors = doorsByLabel(session);
  const lost = [...doors.keys()].find((label) => nodes.every((node) => node.label !== label));
  if (lost !== undefined) return failed(`the lab has no node ${lost}, for which a port is reserved`);
  for (const node of nodes) {
    const tags = mergedTags(node, doors.get(node.label) ?? []);
    if (tags.join() !== node.tags.join()) await cml.setNodeTags(lab.id, node.id, tags);
  }
  return done(`${session.definition.ports.length} ports assigned`);
});

interface Door {
  readonly protocol: string;
  readonly port: number;
}

export type DoorsByLabel = ReadonlyMap<string, readonly Door[]>;

/** What each node opens in the host for the session. */
export function doorsByLabel({ definition, placement }: SessionView): DoorsByLabel {
  const byLabel = Map.groupBy(definition.ports, ({ label }) => label);
  return new Map(
    [...byLabel].map(([label, entries]) => [label, entries.flatMap(({ name, protocol }) => door(protocol, name))]),
  );
  function door(protocol: string, name: string): Door[] {
    const port = placement?.ports[name];
    return port === undefined ? [] : [{ protocol, port }];
  }
}

function mergedTags({ tags }: CmlNode, doors: readonly Door[]): readonly string[] {
  const kept = tags.filter((tag) => !isPortTag(tag));
  return [...kept, ...doors.map(({ protocol, port }) => `${protocol}:${port}`)];
}

function isPortTag(tag: string): boolean {
  const [name = '', number] = tag.trim().split(':');
  return isProtocol(name.toLowerCase()) && number !== undefined && /^\d{1,5}$/.test(number);
}

function isProtocol(name: string): boolean {
  return portProtocols.some((protocol) => protocol === name);
}
