import * as z from 'zod';
import {
  DefinitionId,
  type DefinitionStatus,
  definitionTransitions,
  needsSources,
} from '../domain/definition/index.ts';
import { gradingEngines } from '../domain/grading/index.ts';
import { portProtocols } from '../domain/topology/index.ts';
import { CmlVersions } from './cml-versions.ts';
import { ListFilter } from './list.ts';
import { at, count, id, reason, sha256, words } from './primitives.ts';
import { Amounts } from './worker.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const definitionStatuses = Object.keys(definitionTransitions) as DefinitionStatus[];

const ports = z.array(z.object({ name: z.string(), label: z.string(), protocol: z.string() })).readonly();

/** Small enough that all that a lab may want fits into one package of evidence. */
export const CaptureWish = z.strictObject({
  between: z
    .tuple([z.string().min(1).max(128), z.string().min(1).max(128)])
    .readonly()
    .meta({ description: 'The labels of two nodes: every cable between them is captured', examples: [['R1', 'R2']] }),
  packets: z.int().min(1).max(5000).default(1000),
  minutes: z.int().min(1).max(1440).default(60),
  filter: z
    .string()
    .regex(/^[\x20-\x7e]{1,128}$/)
    .optional()
    .meta({ description: 'As tcpdump takes it; left out: everything', examples: ['icmp'] }),
});

export const DefinitionContent = z.object({
  slug: z.string().min(1).max(100),
  version: z.string().min(1).max(20),
  title: z.string().min(1).max(200),
  summary: z.string(),
  formQualifiedName: z.string().min(3).max(200),
  packageHash: sha256,
  topologyKey: z.string(),
  rulesKey: z.string().optional(),
  tasksKey: z.string().optional(),
  needs: Amounts,
  nodeCount: count,
  nodeDefinitions: z.array(z.string()).readonly(),
  cmlVersions: CmlVersions.optional().meta({ description: 'Of CML, where not any will do' }),
  ports,
  bootSeconds: z.number(),
  durationMinutes: z.number().positive(),
  maxDurationMinutes: z.number().positive(),
  allowsReset: z.boolean().optional().meta({ description: 'Whether owners of its sessions may reset the lab' }),
  captures: z.array(CaptureWish).max(4).readonly().optional(),
  gradingEngine: z
    .enum(gradingEngines)
    .optional()
    .meta({ description: 'Who grades its sessions; absent: the built-in engine' }),
  origin: z.enum(['upload']).optional().meta({ description: 'Absent: it came with a content package' }),
});

export const DefinitionView = DefinitionContent.extend({
  id: id(DefinitionId),
  version: z.string(),
  revision: count,
  status: z.enum(definitionStatuses),
  reason: z.string(),
  tags: z.array(z.string()).readonly().optional(),
  derivedNeeds: Amounts.optional().meta({ description: 'As its topology says, when something else counts' }),
  needsSource: z.enum(needsSources).optional().meta({ description: 'Whose the needs are that count instead' }),
  derivedPorts: ports.optional().meta({ description: 'As its topology says, when others were said' }),
  createdAt: at,
  createdBy: z.string(),
  warmDepth: count
    .optional()
    .meta({ description: 'So many warm labs of it are kept on each worker that is up; absent: none' }),
}).meta({ id: 'LabletDefinition' });
export type DefinitionView = z.output<typeof DefinitionView>;
export const DefinitionViews = z.object({ items: z.array(DefinitionView) });

/** Says what a content package holds; the same package again changes nothing. It becomes active at once. */
export const PublishDefinition = z.strictObject({
  content: DefinitionContent.omit({ origin: true }).extend({
    topologyKey: sha256,
    rulesKey: sha256.optional(),
    tasksKey: sha256.optional(),
  }),
});
export const OfDefinition = z.strictObject({ definitionId: id(DefinitionId) });
export const OfDefinitionBecause = z.strictObject({ definitionId: id(DefinitionId), reason: reason.optional() });

export const DefinitionFilter = ListFilter.extend({
  includeDeleted: z.enum(['true', 'false']).optional().meta({ description: 'Also those that were deleted' }),
});

const minutes = z.int().min(5).max(1440);

const tag = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'a tag has lower-case letters, digits, dots and hyphens');

/** What is left out stays as it is. */
export const EditDefinition = OfDefinitionBecause.extend({
  title: words(200).optional(),
  summary: words(1000).optional(),
  tags: z
    .array(tag)
    .max(20)
    .refine((tags) => new Set(tags).size === tags.length, 'a tag is given twice')
    .optional()
    .meta({ examples: [['exam', 'ccna']] }),
  durationMinutes: minutes.optional(),
  maxDurationMinutes: minutes.optional(),
  allowsReset: z.boolean().optional(),
});

export const SetNeeds = OfDefinitionBecause.extend({
  cpuCores: z.number().positive().max(1024),
  memoryMiB: z.int().positive().max(16_777_216),
  storageGiB: z.number().nonnegative().max(65_536),
  allowLessMemory: z
    .boolean()
    .default(false)
    .meta({ description: 'Also below what the definitions of its nodes ask for: a host may then be overbooked' }),
});

export const SetPorts = OfDefinitionBecause.extend({
  ports: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a name has letters, digits, underscores and hyphens'),
        label: z.string().min(1).max(128).meta({ description: 'Of the node' }),
        protocol: z.enum(portProtocols),
      }),
    )
    .max(200),
});

/** As much of a topology as a drawing needs; coordinates as in CML's own canvas. */
export const TopologyDrawing = z.object({
  nodes: z.array(
    z.object({ id: z.string(), label: z.string(), nodeDefinition: z.string(), x: z.number(), y: z.number() }),
  ),
  links: z.array(z.object({ a: z.string(), b: z.string(), label: z.string().optional() })),
});
export type TopologyDrawing = z.output<typeof TopologyDrawing>;
