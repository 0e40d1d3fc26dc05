import { z } from 'zod';
import { type HostDoor, hostDoorOf } from '../../domain/topology/index.ts';
import { type CmlPortInUse, cmlLabId } from '../../ports/cml/index.ts';
import { labIdsAnswer } from './cml-answers.ts';
import { orGone, pathOf } from './cml-lab-details.ts';
import type { CmlSession } from './cml-session.ts';

const taggedNodes = z.array(
  z.object({ id: z.string(), label: z.string(), state: z.string(), tags: z.array(z.string()).default([]) }),
);
export const taggedTilesAnswer = z.object({
  lab_tiles: z.record(z.string(), z.object({ topology: z.object({ nodes: taggedNodes }) })),
});
export const keysAnswer = z.record(z.string(), z.object({ node_id: z.string(), line: z.number().nullish() }));

/** The answers in which CML tells of doors into its host. It never tells a port but by the tags. */
export interface DoorAnswers {
  readonly nodes: ReadonlyMap<string, z.infer<typeof taggedNodes>>;
  readonly consoles: z.infer<typeof keysAnswer>;
  readonly screens: z.infer<typeof keysAnswer>;
}

export async function readPortsInUse(session: CmlSession): Promise<readonly CmlPortInUse[]> {
  const [ids, { lab_tiles: tiles }, consoles, screens] = await Promise.all([
    session.json({ method: 'GET', path: 'labs?show_all=true' }, labIdsAnswer),
    session.json({ method: 'GET', path: 'populate_lab_tiles' }, taggedTilesAnswer),
    session.json({ method: 'GET', path: 'keys/console?show_all=true' }, keysAnswer),
    session.json({ method: 'GET', path: 'keys/vnc?show_all=true' }, keysAnswer),
  ]);
  // Tiles may leave out what others own: those are asked for one by one, and may be gone by then.
  const read = async (id: string) => {
    const path = `${pathOf(cmlLabId(id))}/nodes?data=true&operational=true&exclude_configurations=true`;
    return (await orGone(session.json({ method: 'GET', path }, taggedNodes))) ?? [];
  };
  const nodes = await Promise.all(ids.map(async (id) => [id, tiles[id]?.topology.nodes ?? (await read(id))] as const));
  return toPortsInUse({ nodes: new Map(nodes), consoles, screens });
}

export function toPortsInUse({ nodes, consoles, screens }: DoorAnswers): readonly CmlPortInUse[] {
  const lines = new Set(Object.values(consoles).map(({ node_id: id, line }) => `${id}/${line ?? 0}`));
  const shown = new Set(Object.values(screens).map(({ node_id: id }) => id));
  const isOpen = (node: z.infer<typeof taggedNodes>[number], { protocol, line }: HostDoor): boolean => {
    if (protocol === 'serial' || protocol === 'telnet') return lines.has(`${node.id}/${line}`);
    return protocol === 'vnc' ? shown.has(node.id) : node.state === 'BOOTED';
  };
  return [...nodes].flatMap(([lab, own]) =>
    own.flatMap((node) =>
      node.tags
        .flatMap((tag) => hostDoorOf(tag) ?? [])
        .map((door) => ({
          port: door.port,
          lab: cmlLabId(lab),
          nodeLabel: node.label,
          protocol: door.protocol,
          isOpen: isOpen(node, door),
        })),
    ),
  );
}
