import { DefinitionView, OfDefinitionBecause, SetPorts } from '@lcm/core/contracts/definition';
import { parseTopology } from '@lcm/core/contracts/topology';
import { setPorts } from '@lcm/core/domain/definition';
import { ok, type Result, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readText } from '../../application/blob-json.ts';
import { unknown } from '../../application/change.ts';
import { changeDefinition } from '../../application/definition-change.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly blobs: Blobs;
}

/** The lab’s own tags stay as they are: each session’s copy of it is tagged with the doors that it was booked with. */
export const setDefinitionPorts = defineCommand({
  name: 'SetPorts',
  summary: 'Say which ports sessions of a definition get from now on, instead of those that node tags ask for',
  allow: 'definition:write',
  input: SetPorts,
  output: DefinitionView,
  async handle({ definitionId: id, ports, reason }, caller, { streams, ...deps }: Deps) {
    const labels = await labelsOf(id, deps);
    if (!labels.ok) return labels;
    const order = { id, operation: 'SetPorts', caller, reason };
    const wanted = { ports, labels: labels.value };
    return changeDefinition(streams, order, (definition, why) => setPorts(definition, wanted, why));
  },
});

export const resetDefinitionPorts = defineCommand({
  name: 'ResetPorts',
  summary: 'Go back to the ports that the node tags of a definition ask for',
  allow: 'definition:write',
  input: OfDefinitionBecause,
  output: DefinitionView,
  async handle({ definitionId: id, reason }, caller, { streams }: Deps) {
    const order = { id, operation: 'ResetPorts', caller, reason };
    const wanted = { ports: undefined, labels: [] };
    return changeDefinition(streams, order, (definition, why) => setPorts(definition, wanted, why));
  },
});

/** Of all its nodes, a label as often as it is given. */
async function labelsOf(
  id: string,
  { views, blobs }: Pick<Deps, 'views' | 'blobs'>,
): Promise<Result<readonly string[], Rejection>> {
  const definition = views.get('definition', id)?.state;
  if (definition === undefined) return reject(unknown('definition', id));
  const yaml = await readText(blobs, definition.topologyKey);
  const topology = yaml === undefined ? undefined : parseTopology(yaml);
  if (topology?.ok !== true)
    return reject({ code: 'topology.unknown', message: 'The topology is not stored any more.' });
  return ok(topology.value.nodes.map(({ label }) => label));
}
