import { LabTopology, OfRevision } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { topologyAt } from '../../application/lab-topology.ts';
import { defineQuery } from '../../application/operation.ts';
import { drawnWithInterfaces } from '../../application/topology-drawing.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const getLabTopology = defineQuery({
  name: 'GetLabTopology',
  summary: 'The nodes, interfaces and links of a lab, with where to draw them',
  allow: 'lab:read',
  input: OfRevision,
  output: LabTopology,
  async handle({ labRecordId, revision }, { actor }, { views, blobs }: Deps) {
    const lab = visibleLab(labRecordId, { actor, views });
    if (!lab.ok) return lab;
    const topology = await topologyAt(lab.value.state, revision, blobs);
    return topology.ok ? ok(drawnWithInterfaces(topology.value)) : topology;
  },
});
