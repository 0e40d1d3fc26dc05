import { done, type StepHandler, skipped } from '../step-handler.ts';
import { askNodes } from './ask-nodes.ts';
import { extractConfigurations } from './extract-configurations.ts';
import { packageEvidence } from './package-evidence.ts';

/** Reads the lab as it is now, beside the candidate's work; what was collected before stays stored. */
export const collectAgain: StepHandler = async (session, deps) => {
  if (session.regrade?.cause !== 'reread') return skipped('the evidence that is stored is graded');
  const read = await extractConfigurations(session, deps);
  if (read.kind !== 'done') return read;
  const raw = { ...session, evidenceKey: read.output?.evidenceKey };
  const asked = await askNodes(raw, deps);
  const packaged = await packageEvidence({ ...raw, ...(asked.kind === 'done' ? asked.output : {}) }, deps);
  return packaged.kind === 'done' ? done(read.message, packaged.output ?? {}) : packaged;
};
