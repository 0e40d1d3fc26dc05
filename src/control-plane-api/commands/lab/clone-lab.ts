import { CloneLab, LabView } from '@lcm/core/contracts/lab';
import { LabRecordId, mayClone, withoutIds } from '@lcm/core/domain/lab';
import { type Random, reject } from '@lcm/core/kernel';
import { written } from '../../application/change.ts';
import { hostRefusal, type LabDeps } from '../../application/lab-orders.ts';
import { requestLab } from '../../application/new-lab.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import { viewOf } from '../../application/view-of.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps extends LabDeps {
  readonly random: Random;
}

/** A second lab of the same topology. Its own record follows the import; nothing happens to the first. */
export const cloneLab = defineCommand({
  name: 'CloneLab',
  summary: 'Copy a lab as it is now, to the same or another worker',
  allow: 'lab:operate',
  input: CloneLab,
  output: LabView,
  async handle({ labRecordId, title: given, workerId: wanted }, caller, { streams, views, random }: Deps) {
    const found = visibleLab(labRecordId, { actor: caller.actor, views });
    if (!found.ok) return found;
    const lab = found.value.state;
    const may = mayClone(lab);
    if (!may.ok) return reject(inWords(may.rejection));
    const workerId = wanted ?? lab.workerId;
    const refused = hostRefusal(lab.workerId, views) ?? hostRefusal(workerId, views);
    if (refused !== undefined) return reject(refused);
    const title = given ?? (withoutIds(lab.facts.title) || 'Untitled');
    const id = LabRecordId.next(random);
    const clone = { id, workerId, title, source: 'clone', cloneOf: lab.id, basedOn: lab.basedOn } as const;
    return written(await requestLab(clone, { operation: 'CloneLab', caller }, { streams, views }), viewOf.lab);
  },
});
