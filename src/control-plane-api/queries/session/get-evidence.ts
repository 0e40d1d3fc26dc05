import { EvidenceManifest } from '@lcm/core/contracts/evidence-package';
import { OfSession } from '@lcm/core/contracts/session';
import { ok } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { evidenceOf } from '../../application/evidence-of.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const getEvidence = defineQuery({
  name: 'GetEvidence',
  summary: 'What was collected at the end of a session, and what could not be had',
  allow: 'session:own',
  input: OfSession,
  output: EvidenceManifest,
  async handle({ sessionId }, caller, deps: Deps) {
    const evidence = await evidenceOf(sessionId, caller, deps);
    return evidence.ok ? ok(evidence.value.manifest) : evidence;
  },
});
