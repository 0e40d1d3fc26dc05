import { OfDefinition, TopologyDrawing } from '@lcm/core/contracts/definition';
import { ok, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readText } from '../../application/blob-json.ts';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { drawingOf } from '../../application/topology-drawing.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const getTopology = defineQuery({
  name: 'GetTopology',
  summary: 'The nodes and links of a definition, with where to draw them',
  allow: 'definition:read',
  input: OfDefinition,
  output: TopologyDrawing,
  async handle({ definitionId: id }, _caller, { views, blobs }: Deps) {
    const definition = views.get('definition', id)?.state;
    if (definition === undefined) return reject(unknown('definition', id));
    const yaml = await readText(blobs, definition.topologyKey);
    const drawing = yaml === undefined ? undefined : drawingOf(yaml);
    if (drawing === undefined)
      return reject({ code: 'topology.unknown', message: 'The topology is not stored any more.' });
    return ok(drawing);
  },
});
