import * as z from 'zod';
import { LabRecordId } from '../domain/lab/index.ts';
import { SessionId } from '../domain/session/index.ts';
import { at, count, id } from './primitives.ts';

const counter = count.meta({ description: 'Since it was started' });

const NodeFigures = z.object({
  label: z.string(),
  state: z.string().meta({ examples: ['BOOTED'] }),
  cpuPercent: z.number().nonnegative().meta({ description: 'Of one core: a node with two may use 200' }),
  memoryPercent: z
    .number()
    .nonnegative()
    .optional()
    .meta({ description: 'Of what it has; before 2.10 CML does not tell' }),
  memoryMiB: z.number().nonnegative().optional().meta({ description: 'That many of what it has' }),
  diskBytes: count.optional().meta({ description: 'That its disks take on the host' }),
  diskReadBytes: counter,
  diskWrittenBytes: counter,
});

const LinkFigures = z.object({
  label: z.string(),
  readBytes: counter,
  readPackets: counter,
  writtenBytes: counter,
  writtenPackets: counter,
});

/** What the nodes and links of a lab did at one moment. What is off does nothing. */
export const LabReading = z
  .object({
    labRecordId: id(LabRecordId),
    at,
    nodes: z.array(NodeFigures).readonly(),
    links: z.array(LinkFigures).readonly(),
  })
  .meta({ id: 'LabReading' });
export type LabReading = z.output<typeof LabReading>;

/** Not an event: only the newest of each lab is kept, and nowhere on a disk. */
export const ReportLabStatistics = z.strictObject({ readings: z.array(LabReading).min(1).max(100) });

export const LabStatistics = z.object({
  labRecordId: id(LabRecordId),
  reading: LabReading.optional().meta({ description: 'The newest; absent when there is none yet' }),
  trouble: z.string().optional().meta({ description: 'Why it is not of just now' }),
});

/** The nodes of a session's lab as they are now: for whoever may see the session, and nothing but their states. */
export const SessionNodes = z
  .object({
    sessionId: id(SessionId),
    at: at.optional().meta({ description: 'When they were looked at; absent while there is nothing to look at' }),
    nodes: z.array(NodeFigures.pick({ label: true, state: true })).readonly(),
    trouble: z.string().optional().meta({ description: 'Why they are not of just now' }),
  })
  .meta({ id: 'SessionNodes' });
export type SessionNodes = z.output<typeof SessionNodes>;

/** The key of the coordination store under which a lab is named that somebody looks at now. */
export const wantedStatisticsKey = '/lcm/lab-statistics/wanted';

/** Undefined when it was written by somebody else. */
export function wantedIn(value: string): LabRecordId | undefined {
  return LabRecordId.is(value) ? value : undefined;
}
