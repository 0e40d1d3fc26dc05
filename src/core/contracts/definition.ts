import * as z from 'zod';
import { DefinitionId, type DefinitionStatus, definitionTransitions } from '../domain/definition/index.ts';
import { at, count, id, reason, sha256 } from './primitives.ts';
import { Amounts } from './worker.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const definitionStatuses = Object.keys(definitionTransitions) as DefinitionStatus[];

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
  ports: z.array(z.object({ name: z.string(), label: z.string(), protocol: z.string() })).readonly(),
  bootSeconds: z.number(),
  durationMinutes: z.number().positive(),
  maxDurationMinutes: z.number().positive(),
  allowsReset: z.boolean().optional().meta({ description: 'Whether owners of its sessions may reset the lab' }),
  origin: z.enum(['upload']).optional().meta({ description: 'Absent: it came with a content package' }),
});

export const DefinitionView = DefinitionContent.extend({
  id: id(DefinitionId),
  version: z.string(),
  revision: count,
  status: z.enum(definitionStatuses),
  reason: z.string(),
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

/** As much of a topology as a drawing needs; coordinates as in CML's own canvas. */
export const TopologyDrawing = z.object({
  nodes: z.array(
    z.object({ id: z.string(), label: z.string(), nodeDefinition: z.string(), x: z.number(), y: z.number() }),
  ),
  links: z.array(z.object({ a: z.string(), b: z.string(), label: z.string().optional() })),
});
export type TopologyDrawing = z.output<typeof TopologyDrawing>;
