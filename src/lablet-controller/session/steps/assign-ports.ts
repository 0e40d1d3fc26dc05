import type { SessionView } from '@lcm/core/contracts/session';
import type { CmlNode } from '@lcm/core/ports/cml';
import { onLab } from '../lab-of-session.ts';
import { done, failed } from '../step-handler.ts';

/** Tags each node with the host ports of its consoles; what others tagged stays. */
export const assignPorts = onLab(async (lab, cml, { session }) => {
  const nodes = await cml.nodes(lab.id);
  for (const [label, doors] of doorsByLabel(session)) {
    const node = nodes.find((each) => each.label === label);
    if (node === undefined) return failed(`the lab has no node ${label}, for which a port is reserved`);
    const tags = mergedTags(node, doors);
    if (tags.join() !== node.tags.join()) await cml.setNodeTags(lab.id, node.id, tags);
  }
  return done(`${session.definition.ports.length} ports assigned`);
});

interface Door {
  readonly protocol: string;
  readonly port: number;
}

function doorsByLabel({ definition, placement }: SessionView): ReadonlyMap<string, readonly Door[]> {
  const byLabel = Map.groupBy(definition.ports, ({ label }) => label);
  return new Map(
    [...byLabel].map(([label, entries]) => [label, entries.flatMap(({ name, protocol }) => door(protocol, name))]),
  );
  function door(protocol: string, name: string): Door[] {
    const port = placement?.ports[name];
    return port === undefined ? [] : [{ protocol, port }];
  }
}

/** The number in the author's own tag of that protocol was an example. */
function mergedTags({ tags }: CmlNode, doors: readonly Door[]): readonly string[] {
  const kept = tags.filter((tag) => !doors.some(({ protocol }) => isPortTag(tag, protocol)));
  return [...kept, ...doors.map(({ protocol, port }) => `${protocol}:${port}`)];
}

function isPortTag(tag: string, protocol: string): boolean {
  const [name, number] = tag.trim().split(':');
  return name?.toLowerCase() === protocol && number !== undefined && /^\d{1,5}$/.test(number);
}
