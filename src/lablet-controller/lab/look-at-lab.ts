import type { LabView } from '@lcm/core/contracts/lab';
import type { WorkerView } from '@lcm/core/contracts/worker';
import type { SeenLab } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { CmlError, type CmlLab, type CmlPortInUse, type CmlServer } from '@lcm/core/ports/cml';
import type { LabDeps } from './deps.ts';
import { nodeStatesOf, portsOf, sightingOf, wordFor } from './sighting.ts';
import { revisionOf } from './topologies.ts';

export interface Found {
  readonly lab: CmlLab;
  /** What was known of it before the look. */
  readonly record: LabView | undefined;
  readonly madeFor: SessionId | undefined;
}

/** Where it was found. */
export interface FoundOn {
  readonly worker: WorkerView;
  readonly cml: CmlServer;
  /** Of all labs there. */
  readonly claims: readonly CmlPortInUse[];
}

export interface Look {
  readonly seen: SeenLab;
  /** Why it could not be looked into, when it could not. */
  readonly failure?: string | undefined;
}

/** When each lab was last exported, as CML says when it was changed: unchanged ones are not exported again and again. */
export type Exported = Map<string, string>;

/**
 * What there is to say of one lab. A lab that a session has is only seen from outside: what is in it is the candidate's.
 * One that cannot be looked into is told of as far as the list of labs tells.
 */
export async function lookAtLab(
  { found, ...host }: FoundOn & { readonly found: Found },
  { blobs }: Pick<LabDeps, 'blobs'>,
  exported: Exported,
): Promise<Look> {
  const outside = { ...fromOutside(found, host.worker), ...doorsOf(found, host) };
  if (isSessions(found)) return { seen: outside };
  try {
    return { seen: { ...outside, ...(await inside(found, host, { blobs, exported })) } };
  } catch (error) {
    if (!(error instanceof CmlError)) throw error;
    return { seen: outside, failure: `"${found.lab.title}": ${error.message}` };
  }
}

/** What a session's lab opens in its host is seen from outside; before it is up its ports are still to be set. */
function doorsOf({ lab, record }: Found, { claims }: Pick<FoundOn, 'claims'>): Pick<SeenLab, 'ports'> {
  return record?.session?.phase === 'up' ? { ports: portsOf(lab.id, claims) } : {};
}

function isSessions({ record, madeFor }: Found): boolean {
  return record === undefined ? madeFor !== undefined : record.session !== undefined;
}

function fromOutside({ lab, madeFor }: Found, worker: WorkerView): SeenLab {
  const { id: cmlLabId, title, owner, nodeCount, linkCount, createdAt, modifiedAt } = lab;
  const sighting = sightingOf(lab, undefined);
  return {
    workerId: worker.id,
    launch: worker.launch,
    cmlLabId,
    title,
    rawState: wordFor(lab),
    owner,
    nodeCount,
    linkCount,
    createdAt,
    modifiedAt,
    ...(sighting !== undefined && { sighting }),
    ...(madeFor !== undefined && { madeFor }),
  };
}

async function inside(
  { lab, record }: Found,
  { cml, claims }: FoundOn,
  { blobs, exported }: { readonly blobs: LabDeps['blobs']; readonly exported: Exported },
): Promise<Partial<SeenLab>> {
  const nodes = await cml.nodes(lab.id);
  const sighting = sightingOf(lab, nodes);
  const known = { ports: portsOf(lab.id, claims), nodes: nodeStatesOf(nodes) };
  const seen = { ...known, ...(sighting !== undefined && { sighting }) };
  const asOf = `${lab.modifiedAt} ${wordFor(lab)}`;
  const last = record?.revisions.at(-1);
  if (last !== undefined && exported.get(lab.id) === asOf) return seen;
  const read = await revisionOf(await cml.exportLab(lab.id), last, blobs);
  exported.set(lab.id, asOf);
  if (read === undefined) return seen;
  const { description, notes } = read.topology;
  return { ...seen, description, notes, revision: read.revision };
}

/** The session in a lab's title, if there is such a one. */
export async function sessionInTitle(
  title: string,
  { controlPlane }: Pick<LabDeps, 'controlPlane'>,
): Promise<SessionId | undefined> {
  const id = /\bses_[0-9a-z]{1,32}\b/.exec(title)?.[0];
  if (id === undefined || (await controlPlane.get('session', id)) === undefined) return undefined;
  return SessionId.parse(id);
}
