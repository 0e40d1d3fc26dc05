import { OfDefinition } from '@lcm/core/contracts/definition';
import { ok, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readText } from '../../application/blob-json.ts';
import { unknown } from '../../application/change.ts';
import { defineDownload } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { once } from '../../application/whole-text.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const downloadTopology = defineDownload({
  name: 'DownloadTopology',
  summary: 'The lab’s YAML, byte for byte as it was published',
  // It holds the configurations that candidates are to find out about.
  allow: 'definition:write',
  input: OfDefinition,
  types: ['application/yaml'],
  async handle({ definitionId: id }, _caller, { views, blobs }: Deps) {
    const definition = views.get('definition', id)?.state;
    if (definition === undefined) return reject(unknown('definition', id));
    const { slug, version, topologyKey } = definition;
    const yaml = await readText(blobs, topologyKey);
    if (yaml === undefined)
      return reject({ code: 'topology.unknown', message: 'The topology is not stored any more.' });
    return ok({ type: 'application/yaml', name: `${slug}-${version}.yaml`, chunks: once(yaml) });
  },
});
