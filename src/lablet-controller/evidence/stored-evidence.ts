import { type EvidencePackage, packEvidence, unpackEvidence } from '@lcm/core/contracts/evidence-package';
import { type BlobKey, type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { sha256Of } from './package-draft.ts';

export async function storeEvidence(blobs: Blobs, evidence: EvidencePackage): Promise<BlobKey> {
  return blobs.put(packEvidence(evidence));
}

/** `undefined` when nothing is stored there that is evidence. @throws BlobsError */
export async function readEvidence(blobs: Blobs, key: string | undefined): Promise<EvidencePackage | undefined> {
  const content = key === undefined ? undefined : await blobs.get(blobKey(key));
  return content && unpackEvidence(content);
}

/** Files that are not what the manifest says of them. */
export function damagedFiles({ manifest, files }: EvidencePackage): readonly string[] {
  return manifest.files.flatMap(({ name, sha256 }) => {
    const content = files.get(name);
    return content !== undefined && sha256Of(content) === sha256 ? [] : [name];
  });
}
