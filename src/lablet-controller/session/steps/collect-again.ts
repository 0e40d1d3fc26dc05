import { done, type StepHandler, skipped } from '../step-handler.ts';
import { extractConfigurations } from './extract-configurations.ts';
import { packageEvidence } from './package-evidence.ts';

/** Reads the lab as it is now, beside the candidate's work; what was collected before stays stored. */
export const collectAgain: StepHandler = async (session, deps) => {
  if (session.regrade?.cause !== 'reread') return skipped('the evidence that is stored is graded');
  const read = await extractConfigurations(session, deps);
  if (read.kind !== 'done') return read;
  const packaged = await packageEvidence({ ...session, evidenceKey: read.output?.evidenceKey }, deps);
  return packaged.kind === 'done' ? done(read.message, packaged.output ?? {}) : packaged;
};
