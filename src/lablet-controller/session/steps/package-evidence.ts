import { damagedFiles, readEvidence } from '../../evidence/stored-evidence.ts';
import { done, failed, type StepHandler } from '../step-handler.ts';

/** Reads back what was stored, and looks whether every file is what the manifest says: the lab is wiped after this. */
export const packageEvidence: StepHandler = async ({ evidenceKey }, { blobs }) => {
  const evidence = await readEvidence(blobs, evidenceKey);
  if (evidence === undefined) return failed('nothing readable was collected');
  const damaged = damagedFiles(evidence);
  if (damaged.length > 0) return failed(`not as they were collected: ${damaged.join(', ')}`);
  const { files, missing } = evidence.manifest;
  const left = missing.length === 0 ? '' : `, ${missing.length} could not be had`;
  return done(`${files.length} files, checked${left}`, { evidenceKey });
};
