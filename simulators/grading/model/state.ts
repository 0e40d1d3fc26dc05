import { instant } from '@lcm/core/kernel';
import { z } from 'zod';

const text = z.string();

/** Of a device what is looked at: its label, and what was collected of it. */
const Device = z.looseObject({
  label: text,
  interfaces: z.array(z.looseObject({ name: text, configuration: text.optional() })).min(1),
});
const Pod = z.object({ id: text, devices: z.array(Device) });

export const partStatuses = ['created', 'grading', 'reviewing', 'locked', 'faulted'] as const;

const Part = z.object({
  id: text,
  createdAt: text,
  status: z.enum(partStatuses),
  statusReason: text.optional(),
  pod: Pod.optional(),
  scoreReport: z.looseObject({}).optional(),
  /** Until when it is being graded. */
  until: z.int().transform(instant).optional(),
});
export type Part = z.output<typeof Part>;

const Session = z.object({ id: text, createdAt: text, candidateId: text, parts: z.array(Part) });
export type Session = z.output<typeof Session>;

/** As version 1 wants it of whoever creates a session. */
export const SessionOrder = z.object({
  id: text.min(3).max(200),
  candidateId: text.min(3).max(200),
  parts: z.array(z.object({ id: text.min(3), pod: Pod.optional() })).min(1),
});
export type SessionOrder = z.output<typeof SessionOrder>;

/** All that the engine remembers when it is killed. */
export const EngineState = z.object({ sessions: z.array(Session) });
