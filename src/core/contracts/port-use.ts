import * as z from 'zod';
import { LabRecordId, portDrifts } from '../domain/lab/index.ts';
import { SessionId } from '../domain/session/index.ts';
import { ReservationId } from '../domain/worker/index.ts';
import { at, id } from './primitives.ts';

const PortPromise = z.object({
  reservationId: id(ReservationId),
  sessionId: id(SessionId),
  from: at,
  until: at,
  name: z.string().meta({ examples: ['PC1_serial'] }),
});

const PortHolder = z.object({
  labRecordId: id(LabRecordId),
  title: z.string(),
  sessionId: id(SessionId).optional().meta({ description: 'That has the lab' }),
  label: z.string().meta({ description: 'Of the node' }),
  protocol: z.string(),
});

const PortUse = z.object({
  port: z.int(),
  promised: PortPromise.optional(),
  held: z.array(PortHolder).readonly().meta({ description: 'By which labs, as their node tags say' }),
  drift: z
    .enum(portDrifts)
    .optional()
    .meta({
      description:
        '`unpromised`: a lab holds what no session was promised, and none gets it while the lab is there. `clash`: a lab ' +
        'holds what another session was promised. `closed`: the lab of a session does not open what it was promised.',
    }),
  drifted: id(LabRecordId).optional().meta({ description: 'The lab whose ports are to be settled' }),
});

export const WorkerPorts = z.object({
  range: z.object({ first: z.int(), last: z.int() }).meta({ description: 'Of the ports of sessions' }),
  items: z.array(PortUse).readonly(),
});
export type WorkerPorts = z.output<typeof WorkerPorts>;
