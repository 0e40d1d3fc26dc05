import { OfRevisions, RevisionDiff } from '@lcm/core/contracts/lab';
import { changesInWords, diffTopologies } from '@lcm/core/domain/lab';
import { ok } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { labOf } from '../../application/lab-orders.ts';
import { topologyAt } from '../../application/lab-topology.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const diffLabRevisions = defineQuery({
  name: 'DiffLabRevisions',
  summary: 'What changed between two revisions of a lab: nodes, links, and configurations line by line',
  // It holds configurations.
  allow: 'lab:operate',
  input: OfRevisions,
  output: RevisionDiff,
  async handle({ labRecordId, from, to }, _caller, { views, blobs }: Deps) {
    const lab = labOf(labRecordId, views);
    if (!lab.ok) return lab;
    const before = await topologyAt(lab.value, from, blobs);
    if (!before.ok) return before;
    const after = await topologyAt(lab.value, to, blobs);
    if (!after.ok) return after;
    const diff = diffTopologies(before.value, after.value);
    return ok({ ...diff, summary: changesInWords(diff) });
  },
});
