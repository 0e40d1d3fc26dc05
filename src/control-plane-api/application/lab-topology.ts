import { parseTopology } from '@lcm/core/contracts/topology';
import type { LabRecord } from '@lcm/core/domain/lab';
import type { Topology } from '@lcm/core/domain/topology';
import { ok, type Result, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readText } from './blob-json.ts';
import type { Rejection } from './operation.ts';

/** The YAML of a lab as it was at a revision; of the newest that is kept when none is named. */
export async function yamlOf(
  { id, topologyKey, revisions }: LabRecord,
  revision: number | undefined,
  blobs: Blobs,
): Promise<Result<string, Rejection>> {
  const at = revision === undefined ? undefined : revisions.find(({ number }) => number === revision);
  if (revision !== undefined && at === undefined) return reject(noRevision(id, revision));
  const key = at?.topologyKey ?? topologyKey;
  const yaml = key === undefined ? undefined : await readText(blobs, key);
  if (yaml !== undefined) return ok(yaml);
  return reject({
    code: 'topology.unknown',
    message: 'No topology of this lab is kept: refresh the labs of its worker.',
  });
}

/** The same, read. */
export async function topologyAt(
  lab: LabRecord,
  revision: number | undefined,
  blobs: Blobs,
): Promise<Result<Topology, Rejection>> {
  const yaml = await yamlOf(lab, revision, blobs);
  return yaml.ok ? topologyIn(yaml.value) : yaml;
}

export function topologyIn(yaml: string): Result<Topology, Rejection> {
  const read = parseTopology(yaml);
  if (read.ok) return read;
  return reject({ code: 'topology.unknown', message: `The topology cannot be read: ${read.rejection.message}` });
}

function noRevision(id: string, revision: number): Rejection {
  return { code: 'revision.unknown', message: `${id} has no revision ${revision} (any more).` };
}
