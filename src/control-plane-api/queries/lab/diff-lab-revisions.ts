import { OfRevisions, RevisionDiff } from '@lcm/core/contracts/lab';
import { changesInWords, diffLines, diffTopologies } from '@lcm/core/domain/lab';
import { ok } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { topologyIn, yamlOf } from '../../application/lab-topology.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

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
  async handle({ labRecordId, from, to }, { actor }, { views, blobs }: Deps) {
    const lab = visibleLab(labRecordId, { actor, views });
    if (!lab.ok) return lab;
    const was = await yamlOf(lab.value.state, from, blobs);
    if (!was.ok) return was;
    const is = await yamlOf(lab.value.state, to, blobs);
    if (!is.ok) return is;
    const before = topologyIn(was.value);
    if (!before.ok) return before;
    const after = topologyIn(is.value);
    if (!after.ok) return after;
    const diff = diffTopologies(before.value, after.value);
    return ok({ ...diff, yaml: diffLines(was.value, is.value), summary: changesInWords(diff) });
  },
});
