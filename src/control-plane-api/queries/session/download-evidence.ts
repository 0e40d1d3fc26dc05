import { packEvidence } from '@lcm/core/contracts/evidence-package';
import { OfSession } from '@lcm/core/contracts/session';
import { isZip } from '@lcm/core/contracts/zip';
import { ok } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { evidenceOf } from '../../application/evidence-of.ts';
import { defineDownload } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { once } from '../../application/whole-text.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const downloadEvidence = defineDownload({
  name: 'DownloadEvidence',
  summary: 'The evidence as one archive with its manifest',
  allow: 'session:own',
  input: OfSession,
  types: ['application/zip'],
  async handle({ sessionId }, caller, deps: Deps) {
    const evidence = await evidenceOf(sessionId, caller, deps);
    if (!evidence.ok) return evidence;
    const { archive, ...parts } = evidence.value;
    // What earlier versions kept was no archive yet.
    const zip = isZip(archive) ? archive : packEvidence(parts);
    return ok({ type: 'application/zip', name: `evidence-${sessionId}.zip`, chunks: once(zip) });
  },
});
