import { instant } from '@lcm/core/kernel';
import { deliveryStates, deviceProtocols } from '@lcm/core/ports/lab-delivery';
import { z } from 'zod';
import { armedFault } from './faults.ts';
import { outgoing } from './outbox.ts';

const moment = z.int().transform(instant);

export const device = z.strictObject({
  label: z.string(),
  protocol: z.enum(deviceProtocols),
  host: z.string(),
  port: z.int(),
});

const part = z.strictObject({ formQualifiedName: z.string(), devices: z.array(device).readonly() });

const session = z
  .strictObject({
    id: z.string(),
    authIdType: z.string(),
    authId: z.string(),
    candidate: z.string(),
    scheduledAt: moment,
    createdAt: moment,
    state: z.enum(deliveryStates),
    parts: z.array(part).readonly(),
    openedAt: moment.optional(),
    startedAt: moment.optional(),
    pausedAt: moment.optional(),
    /** Sum of the pauses that are over. */
    pausedMs: z.int(),
    endedAt: moment.optional(),
    /** When a released session is filed away. */
    archivedAt: moment.optional(),
    linesTyped: z.int(),
  })
  .readonly();

export type LdsSession = z.infer<typeof session>;

export type Effect = keyof Effects;

const effects = z.strictObject({
  created: z.int(),
  devicesSet: z.int(),
  started: z.int(),
  paused: z.int(),
  resumed: z.int(),
  finished: z.int(),
  released: z.int(),
  eventsQueued: z.int(),
  eventsAcknowledged: z.int(),
});

export type Effects = z.infer<typeof effects>;

/** All that the delivery system remembers when it is killed. */
export const ldsState = z.strictObject({
  sessions: z.array(session),
  outbox: z.array(outgoing),
  faults: z.array(armedFault),
  effects,
  /** Signs launch tokens and the candidate's cookie. Never leaves the program but in its own file. */
  launchKey: z.string(),
});

export type LdsState = z.infer<typeof ldsState>;

export const noEffects: Effects = {
  created: 0,
  devicesSet: 0,
  started: 0,
  paused: 0,
  resumed: 0,
  finished: 0,
  released: 0,
  eventsQueued: 0,
  eventsAcknowledged: 0,
};
