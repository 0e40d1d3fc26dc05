import * as z from 'zod';
import { ContentSourceId, PackageId, packageResults } from '../domain/content/index.ts';
import { DefinitionId } from '../domain/definition/index.ts';
import { JobStatus } from './job.ts';
import { at, count, id, reason } from './primitives.ts';

const result = z.enum(packageResults).meta({
  description:
    '`withheld`: it is the content of a definition that is not booked any more; `vanished`: what was made of it stays',
});

const Fault = z.object({
  file: z.string(),
  line: count.optional(),
  column: count.optional(),
  message: z.string(),
});

const PackageLook = z.object({
  folder: z.string().meta({ description: 'Its name in the source' }),
  hash: z.string().meta({ description: 'Another one means that a file of it changed' }),
  slug: z.string().optional(),
  title: z.string().optional(),
  version: z.string().optional().meta({ description: 'As the package says it' }),
  result,
  message: z.string(),
  definitionId: id(DefinitionId).optional(),
  faults: z.array(Fault).max(100).readonly(),
});

const Line = PackageLook.pick({ result: true, message: true, version: true, hash: true }).extend({ at });

const PackageState = PackageLook.extend({
  id: id(PackageId),
  foundAt: at,
  since: at.meta({ description: 'When it became what it is' }),
  log: z.array(Line).readonly(),
});

const Run = z.object({
  startedAt: at,
  endedAt: at,
  outcome: z.enum(['done', 'failed']),
  summary: z.string(),
  lines: z.array(PackageLook.pick({ folder: true, result: true, message: true })).readonly(),
});

const Source = z.object({
  id: id(ContentSourceId),
  place: z.string().meta({ examples: ['s3://labs/packages'] }),
  trouble: z.object({ since: at, message: z.string() }).optional().meta({ description: 'Why it cannot be read now' }),
  runs: z.array(Run).readonly().meta({ description: 'The last that changed something, the newest first' }),
});

/** As controllers read it. */
export const ContentSourceView = Source.extend({ version: count, packages: z.array(PackageState).readonly() });
export type ContentSourceView = z.output<typeof ContentSourceView>;

const run = { place: z.string().min(1), startedAt: at };
/** After a run that found something that was not known; or that could not be made, and why. */
export const ReportContent = z
  .strictObject({
    ...run,
    looks: z.array(PackageLook).max(5000).optional(),
    trouble: z.string().max(1000).optional(),
  })
  .refine(({ looks, trouble }) => (looks === undefined) !== (trouble === undefined), 'either looks or trouble');

/** A content source as operators see it. */
export const ContentSourceStatus = Source.extend({
  kind: z.enum(['folder', 'bucket']),
  status: z.enum(['ok', 'faults', 'unreachable']),
  packages: z.partialRecord(z.enum(packageResults), count).meta({ description: 'How many, by what became of them' }),
  schedule: JobStatus.pick({
    everyMs: true,
    enabled: true,
    triggeredAt: true,
    lastRun: true,
    nextRunAt: true,
  }).meta({ description: 'Of all sources together' }),
}).meta({ id: 'ContentSource' });
export type ContentSourceStatus = z.output<typeof ContentSourceStatus>;
export const ContentSources = z.object({ items: z.array(ContentSourceStatus) });

/** A content package as operators see it. */
export const PackageStatus = PackageState.extend({
  sourceId: id(ContentSourceId),
  place: z.string(),
  publishedVersion: z
    .string()
    .optional()
    .meta({ description: 'Of its definition: the next free one when its own belonged to other content' }),
  definitionStatus: z.string().optional(),
}).meta({ id: 'ContentPackage' });
export type PackageStatus = z.output<typeof PackageStatus>;
export const Packages = z.object({ items: z.array(PackageStatus) });

export const OfPackage = z.strictObject({ packageId: id(PackageId) });
export const SyncContent = z.strictObject({ sourceId: id(ContentSourceId), reason: reason.optional() });
