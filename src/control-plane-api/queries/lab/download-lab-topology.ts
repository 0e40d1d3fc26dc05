import { OfRevision } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { yamlOf } from '../../application/lab-topology.ts';
import { defineDownload } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';
import { once } from '../../application/whole-text.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const downloadLabTopology = defineDownload({
  name: 'DownloadLabTopology',
  summary: 'The lab’s YAML as CML last exported it, or that of an earlier revision',
  // It holds configurations: of candidates, and those that they are to find out about.
  allow: 'lab:operate',
  input: OfRevision,
  types: ['application/yaml'],
  async handle({ labRecordId, revision }, { actor }, { views, blobs }: Deps) {
    const lab = visibleLab(labRecordId, { actor, views });
    if (!lab.ok) return lab;
    const yaml = await yamlOf(lab.value.state, revision, blobs);
    if (!yaml.ok) return yaml;
    const version = revision === undefined ? '' : `-${revision}`;
    return ok({
      type: 'application/yaml',
      name: `${lab.value.state.facts.title}${version}.yaml`,
      chunks: once(yaml.value),
    });
  },
});
