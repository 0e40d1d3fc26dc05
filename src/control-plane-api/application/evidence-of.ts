import { type EvidencePackage, unpackEvidence } from '@lcm/core/contracts/evidence-package';
import type { Session, SessionId } from '@lcm/core/domain/session';
import { ok, type Result, reject, toIso } from '@lcm/core/kernel';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { unknown } from './change.ts';
import type { Caller, Rejection } from './operation.ts';
import { maySee } from './ownership.ts';
import type { Views } from './views.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export interface StoredEvidence extends EvidencePackage {
  /** Byte for byte as it was put. */
  readonly archive: Uint8Array;
}

function whyNone({ expiry }: Pick<Session, 'expiry'>): string {
  if (expiry === undefined) return 'Nothing was collected of this session.';
  return `The evidence of this session was deleted on ${toIso(expiry.at).slice(0, 10)}: it is kept for ${expiry.days} days.`;
}

/** What was collected of a session, for whoever may see it. */
export async function evidenceOf(
  id: SessionId,
  { actor }: Caller,
  { views, blobs }: Deps,
): Promise<Result<StoredEvidence, Rejection>> {
  const session = views.get('session', id)?.state;
  if (session === undefined || !maySee(actor, session)) return reject(unknown('session', id));
  const { evidenceKey } = session;
  if (evidenceKey === undefined) return reject({ code: 'evidence.unknown', message: whyNone(session) });
  const archive = await blobs.get(blobKey(evidenceKey));
  const evidence = archive && unpackEvidence(archive);
  if (archive && evidence) return ok({ ...evidence, archive });
  return reject({ code: 'evidence.unknown', message: 'What was collected of this session is not stored any more.' });
}
