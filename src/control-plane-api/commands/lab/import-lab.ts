import { ImportLab, LabView } from '@lcm/core/contracts/lab';
import { faultsOf } from '@lcm/core/contracts/lab-upload';
import { parseTopology } from '@lcm/core/contracts/topology';
import { LabRecordId } from '@lcm/core/domain/lab';
import { type Random, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { written } from '../../application/change.ts';
import { hostRefusal, type LabDeps } from '../../application/lab-orders.ts';
import { requestLab } from '../../application/new-lab.ts';
import { defineCommand } from '../../application/operation.ts';
import { unreadable } from '../../application/upload-words.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps extends LabDeps {
  readonly blobs: Blobs;
  readonly random: Random;
}

/** A lab that somebody hands in, onto a worker of their choice. Nothing is kept of one that cannot be read. */
export const importLab = defineCommand({
  name: 'ImportLab',
  summary: 'Import a lab, as CML exports it, onto a worker',
  allow: 'lab:operate',
  input: ImportLab,
  output: LabView,
  async handle({ workerId, yaml, title: given }, caller, { streams, views, blobs, random }: Deps) {
    const read = parseTopology(yaml);
    if (!read.ok) {
      const faults = faultsOf('yaml', read.rejection);
      return reject({ ...unreadable({ slug: '', title: '', faults }), code: 'lab.invalid' });
    }
    const refused = hostRefusal(workerId, views);
    if (refused !== undefined) return reject(refused);
    const id = LabRecordId.next(random);
    // Before the record: it never names what is not stored.
    const topologyKey = await blobs.put(new TextEncoder().encode(yaml));
    const title = given ?? (read.value.title.trim() || 'Untitled');
    const wanted = { id, workerId, title, source: 'import', topologyKey } as const;
    return written(await requestLab(wanted, { operation: 'ImportLab', caller }, { streams, views }), viewOf.lab);
  },
});
