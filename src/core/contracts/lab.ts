import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import {
  LabRecordId,
  type LabStatus,
  labActions,
  labPhases,
  labSources,
  labTransitions,
  orphanKinds,
  sightings,
} from '../domain/lab/index.ts';
import { SessionId } from '../domain/session/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { TopologyDrawing } from './definition.ts';
import { LabAssignments } from './lab-assignment.ts';
import { LabCheck, labYaml } from './lab-upload.ts';
import { at, count, id, reason, sha256, words } from './primitives.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const labStatuses = Object.keys(labTransitions) as LabStatus[];

const LabPort = z.object({ label: z.string(), protocol: z.string(), port: z.int() });

const LabNodeState = z.object({ label: z.string(), state: z.string().meta({ examples: ['BOOTED'] }) });

const facts = {
  title: z.string(),
  description: z.string().optional(),
  notes: z.string().optional(),
  owner: z.string(),
  rawState: z.string(),
  nodeCount: count,
  linkCount: count,
  createdAt: at,
  modifiedAt: at,
  nodes: z
    .array(LabNodeState)
    .readonly()
    .optional()
    .meta({ description: 'How each node was when the lab was last looked into; absent before that' }),
};

const NewRevision = z.object({
  checksum: sha256,
  structure: sha256,
  topologyKey: sha256,
  nodeCount: count,
  linkCount: count,
  changes: z.array(z.string()).readonly(),
});

export const LabRevision = NewRevision.extend({ number: z.int().positive(), at });

export const LabRun = z.object({
  startedAt: at,
  stoppedAt: at.optional(),
  startedBy: z.string().optional(),
  sessionId: id(SessionId).optional(),
  why: z.string(),
  stopReason: z.string().optional(),
});

export const LabBinding = z.object({
  sessionId: id(SessionId),
  boundAt: at,
  releasedAt: at.optional(),
  reason: z.string().optional(),
});

/** A lab record as its readers see it: its state and its version. */
export const LabView = z
  .object({
    id: id(LabRecordId),
    version: count,
    workerId: id(WorkerId),
    launch: count,
    cmlLabId: z.string().optional(),
    source: z.enum(labSources),
    cloneOf: id(LabRecordId).optional(),
    basedOn: id(DefinitionId).optional(),
    status: z.enum(labStatuses),
    statusSince: at,
    reason: z.string(),
    facts: z.object({ ...facts, ports: z.array(LabPort).readonly() }),
    topologyKey: z.string().optional(),
    revisions: z.array(LabRevision).readonly(),
    runs: z.array(LabRun).readonly(),
    madeFor: id(SessionId).optional(),
    session: z.object({ id: id(SessionId), phase: z.enum(labPhases) }).optional(),
    bindings: z.array(LabBinding).readonly(),
    assignments: LabAssignments.optional(),
    withdrawnAt: at
      .optional()
      .meta({ description: 'It was taken back from whoever reads: nothing else of it is told' }),
    pending: z
      .object({
        action: z.enum(labActions),
        requestedAt: at,
        by: z.string(),
        message: z.string(),
        deadline: at,
        topologyKey: z.string().optional(),
      })
      .optional(),
    failure: z.object({ action: z.enum(labActions), at, reason: z.string() }).optional(),
    recordedAt: at,
    recordedBy: z.string(),
    lastSeenAt: at.optional().meta({ description: 'When it was last seen to be other than before' }),
    orphan: z
      .enum(orphanKinds)
      .optional()
      .meta({ description: 'A record whose lab is gone, or a lab of ours whose session is' }),
  })
  .meta({ id: 'LabRecord' });
export type LabView = z.output<typeof LabView>;
export const LabViews = z.object({ items: z.array(LabView) });

const place = { workerId: id(WorkerId), launch: count, cmlLabId: z.string().min(1) };

export const LabReport = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('seen'),
    lab: z.object({
      ...place,
      ...facts,
      ports: z.array(LabPort).readonly().optional(),
      sighting: z.enum(sightings).optional(),
      madeFor: id(SessionId).optional(),
      revision: NewRevision.optional(),
    }),
  }),
  z.object({
    type: z.literal('session'),
    lab: z.object({
      ...place,
      sessionId: id(SessionId),
      basedOn: id(DefinitionId),
      title: z.string(),
      ports: z.array(LabPort).readonly(),
      phase: z.enum(labPhases),
      revision: NewRevision.optional(),
    }),
  }),
  z.object({ type: z.literal('taken'), sessionId: id(SessionId) }),
  z.object({
    type: z.literal('left'),
    sessionId: id(SessionId),
    reason: z.string(),
    sighting: z.enum(sightings).optional(),
  }),
  z.object({ type: z.literal('missing'), reason: z.string() }),
  z.object({ type: z.literal('host-ended'), reason: z.string() }),
  z.object({
    type: z.literal('acting'),
    message: z.string(),
    status: z.enum(['starting', 'stopping', 'wiping', 'deleting']).optional(),
    cmlLabId: z.string().min(1).optional(),
    topologyKey: sha256.optional(),
    nodes: z.array(LabNodeState).readonly().optional(),
  }),
  z.object({
    type: z.literal('action-done'),
    status: z.enum(labStatuses),
    message: z.string(),
    ports: z.array(LabPort).readonly().optional(),
    rawState: z.string().optional(),
    nodes: z.array(LabNodeState).readonly().optional(),
  }),
  z.object({
    type: z.literal('action-failed'),
    reason: z.string(),
    sighting: z.enum(sightings).optional(),
    rawState: z.string().optional(),
    nodes: z.array(LabNodeState).readonly().optional(),
  }),
]);

/** Of one record, as it was when the lab was looked at; 0 when there was none. */
const version = count.meta({ description: 'Of the record before the lab was looked at; 0 when there was none' });

export const ReportLab = z.strictObject({ labRecordId: id(LabRecordId), expectedVersion: version, report: LabReport });
export type ReportLab = z.output<typeof ReportLab>;
/** One look at a host. What changed since the look began is left as it is: the next look sees it. */
export const ReportLabs = z.strictObject({
  workerId: id(WorkerId),
  items: z.array(ReportLab).max(200),
  /** The request that this look answers, with the last part of it. */
  askedAt: at.optional(),
});

export const OfLab = z.strictObject({ labRecordId: id(LabRecordId) });
export const OfLabBecause = z.strictObject({ labRecordId: id(LabRecordId), reason: reason.optional() });

const title = words(60).meta({ examples: ['VLANs, my own copy'] });

export const ImportLab = z.strictObject({
  workerId: id(WorkerId),
  yaml: labYaml,
  title: title.optional().meta({ description: 'Left out: that of the lab' }),
});
export const CheckLabImport = z.strictObject({
  yaml: labYaml,
  workerId: id(WorkerId).optional().meta({ description: 'Left out: only the lab itself is looked at' }),
});
/** What would be imported: the same reading as importing it, and nothing is kept. */
export const LabImportCheck = LabCheck.pick({
  message: true,
  title: true,
  needs: true,
  nodeCount: true,
  nodeDefinitions: true,
  bootSeconds: true,
  warnings: true,
  faults: true,
}).extend({
  outcome: z.enum(['fine', 'refused']),
  ports: z.array(LabPort).optional().meta({ description: 'Ports of the host that tags of its nodes ask for' }),
});

export type LabImportCheck = z.output<typeof LabImportCheck>;

export const CloneLab = z.strictObject({
  labRecordId: id(LabRecordId),
  title: title.optional().meta({ description: 'Left out: that of the lab' }),
  workerId: id(WorkerId).optional().meta({ description: 'Left out: the worker that the lab is on' }),
});

export const DeleteOrphans = z.strictObject({
  labRecordIds: z.array(id(LabRecordId)).min(1).max(200),
  reason: reason.optional(),
});
/** What became of each, in the order in which they were named. */
export const DeletedOrphans = z.object({
  items: z.array(
    z.object({
      labRecordId: id(LabRecordId),
      outcome: z.enum(['closed', 'deleting', 'refused']),
      message: z.string(),
    }),
  ),
});
export type DeletedOrphans = z.output<typeof DeletedOrphans>;

export const OfRevision = z.strictObject({
  labRecordId: id(LabRecordId),
  revision: z.coerce.number().int().positive().optional().meta({ description: 'Left out: the newest' }),
});
export const LabRevisions = z.object({ items: z.array(LabRevision) });
export const LabRuns = z.object({ items: z.array(LabRun) });
export const LabBindings = z.object({ items: z.array(LabBinding) });

const Size = z.int().optional().meta({ description: 'Absent: as the node definition says' });

/** A lab as it was exported: to draw it, and to list what is in it. How its nodes are is in the record’s facts. */
export const LabTopology = TopologyDrawing.extend({
  nodes: z.array(
    TopologyDrawing.shape.nodes.element.extend({
      imageDefinition: z.string().optional(),
      cpus: Size,
      memoryMiB: Size,
      interfaces: z.array(z.object({ id: z.string(), label: z.string(), type: z.enum(['physical', 'loopback']) })),
    }),
  ),
  links: z.array(
    TopologyDrawing.shape.links.element.extend({
      id: z.string(),
      aInterface: z.string().meta({ description: 'The id of an interface of node a' }),
      bInterface: z.string(),
    }),
  ),
});

const number = z.coerce.number().int().positive();
export const OfRevisions = z.strictObject({ labRecordId: id(LabRecordId), from: number, to: number });

const text = z.string();
const DiffLines = z.array(z.object({ change: z.enum(['same', 'added', 'removed']), text })).readonly();

export const RevisionDiff = z.object({
  nodes: z
    .array(
      z.object({
        label: text,
        change: z.enum(['added', 'removed', 'changed']),
        fields: z.array(z.object({ field: text, before: text, after: text })).readonly(),
      }),
    )
    .readonly(),
  links: z.array(z.object({ link: text, change: z.enum(['added', 'removed']) })).readonly(),
  configurations: z
    .array(
      z.object({
        label: text,
        file: text,
        lines: DiffLines,
      }),
    )
    .readonly(),
  yaml: DiffLines.meta({ description: 'The files as CML exported them, with what does not count for a revision' }),
  summary: z.array(text).readonly(),
});
