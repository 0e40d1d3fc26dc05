import { OfEvidenceFile } from '@lcm/core/contracts/session';
import { ok, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { evidenceOf } from '../../application/evidence-of.ts';
import { defineDownload } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { once } from '../../application/whole-text.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const downloadEvidenceFile = defineDownload({
  name: 'DownloadEvidenceFile',
  summary: 'One file of the evidence, by its name in the manifest',
  allow: 'session:own',
  input: OfEvidenceFile,
  types: ['application/octet-stream'],
  async handle({ sessionId, name }, caller, deps: Deps) {
    const evidence = await evidenceOf(sessionId, caller, deps);
    if (!evidence.ok) return evidence;
    const content = evidence.value.files.get(name);
    if (content === undefined) return reject({ code: 'evidence.unknown', message: `There is no file ${name} in it.` });
    const file = name.replaceAll('/', '-');
    return ok({ type: 'application/octet-stream', name: file, chunks: once(content) });
  },
});
