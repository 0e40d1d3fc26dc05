import type { LabView } from '@lcm/core/contracts/lab';
import type { WorkerView } from '@lcm/core/contracts/worker';
import type { LabPort } from '@lcm/core/domain/lab';
import { hostDoorOf } from '@lcm/core/domain/topology';
import type { WorkerSpec } from '@lcm/core/domain/worker';
import type { CmlNode } from '@lcm/core/ports/cml';
import { type DoorsByLabel, doorsByLabel } from '../session/steps/assign-ports.ts';
import type { LabDeps } from './deps.ts';

/** What the calendar says of the ports of one lab. */
export interface PromisedPorts {
  /** Those of sessions: what a lab opens beside them is its own. */
  readonly range: WorkerSpec['portRange'];
  /** Of the session that has the lab; none without one. */
  readonly doors: DoorsByLabel;
}

export type TagsByNode = ReadonlyMap<CmlNode['id'], readonly string[]>;

/** Undefined when a session has the lab and is not known here yet. */
export async function promisedPorts(
  { session: holder, cmlLabId }: LabView,
  { spec }: WorkerView,
  { controlPlane }: Pick<LabDeps, 'controlPlane'>,
): Promise<PromisedPorts | undefined> {
  const range = spec.portRange;
  if (holder === undefined) return { range, doors: new Map() };
  const session = await controlPlane.get('session', holder.id);
  if (session === undefined) return undefined;
  return { range, doors: session.lab?.id === cmlLabId ? doorsByLabel(session) : new Map() };
}

/** Of those nodes that open other ports than promised; what people tagged beside that stays. */
export function tagsToSet(nodes: readonly CmlNode[], { range, doors }: PromisedPorts): TagsByNode {
  const wanted = nodes.map(({ id, label, tags }) => {
    const kept = tags.filter((tag) => !isAmong(range, hostDoorOf(tag)?.port));
    const promised = (doors.get(label) ?? []).map(({ protocol, port }) => `${protocol}:${port}`);
    return { id, before: tags, after: [...kept, ...promised] };
  });
  const changed = wanted.filter(({ before, after }) => before.toSorted().join() !== after.toSorted().join());
  return new Map(changed.map(({ id, after }) => [id, after]));
}

function isAmong({ first, last }: PromisedPorts['range'], port: number | undefined): boolean {
  return port !== undefined && port >= first && port <= last;
}

/** As the look at a host tells them. */
export function doorsIn(nodes: readonly CmlNode[]): readonly LabPort[] {
  const doors = nodes.flatMap(({ label, tags }) => tags.flatMap((tag) => portOf(label, tag)));
  return doors.toSorted((a, b) => a.port - b.port || a.label.localeCompare(b.label));
}

function portOf(label: string, tag: string): readonly LabPort[] {
  const door = hostDoorOf(tag);
  return door === undefined ? [] : [{ label, protocol: door.protocol, port: door.port }];
}
