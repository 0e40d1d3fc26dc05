import * as z from 'zod';
import { EvidenceFile } from './grading.ts';

/** What was collected of a session, with a list of its files by which anybody can check that nothing was changed. */
export const EvidencePackage = z.object({
  format: z.literal('lcm-evidence/1'),
  manifest: z.object({
    sessionId: z.string(),
    definition: z.object({ id: z.string(), title: z.string(), version: z.string() }),
    worker: z.string(),
    lab: z.string(),
    startedAt: z.iso.datetime().optional(),
    endedAt: z.iso.datetime().optional(),
    capturedAt: z.iso.datetime({ offset: true }),
    packagedAt: z.iso.datetime(),
    files: z.array(z.object({ name: z.string(), sha256: z.string(), characters: z.int().nonnegative() })),
  }),
  /** `configurations/R1.cfg`, `consoles/R1.log`: the texts that the manifest lists, by name. */
  files: z.record(z.string(), z.string()),
  /** The same as graders read it. */
  evidence: EvidenceFile,
});
export type EvidencePackage = z.output<typeof EvidencePackage>;
