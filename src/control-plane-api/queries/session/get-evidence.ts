import { EvidencePackage, OfSession } from '@lcm/core/contracts/session';
import { ok, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readJson } from '../../application/blob-json.ts';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const getEvidence = defineQuery({
  name: 'GetEvidence',
  summary: 'What was collected at the end of a session',
  allow: 'session:own',
  input: OfSession,
  output: EvidencePackage,
  async handle({ sessionId: id }, caller, { views, blobs }: Deps) {
    const session = views.get('session', id)?.state;
    if (session === undefined || !maySee(caller.actor, session)) return reject(unknown('session', id));
    const evidence = session.evidenceKey && (await readJson(blobs, session.evidenceKey));
    if (evidence === undefined)
      return reject({ code: 'evidence.unknown', message: 'Nothing was collected of this session.' });
    return ok(EvidencePackage.parse(evidence));
  },
});
