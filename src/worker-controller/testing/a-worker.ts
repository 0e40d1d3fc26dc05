import { SessionId } from '@lcm/core/domain/session';
import { ReservationId, type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';

export const workerId = WorkerId.parse('wkr_1');

export const reservationId = ReservationId.parse('res_1');

type Created = Extract<WorkerEvent, { type: 'WorkerCreated' }>;

export function aCreatedWorker(fields: Partial<Created> = {}, at: Instant = instant(0)): Created {
  return {
    type: 'WorkerCreated',
    id: workerId,
    name: 'exam-room-1',
    template: 'metal',
    spec: {
      region: 'us-east-1',
      instanceType: 'm5zn.metal',
      imageName: 'cml-*',
      volumeGiB: 200,
      capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 180, nodes: 20 },
      portRange: { first: 20_000, last: 20_999 },
      hourlyCostUsd: 4,
      unlicensedNodes: 5,
      registersLicense: true,
    },
    origin: 'created',
    desired: 'running',
    reason: 'asked for by admin',
    by: 'admin',
    at,
    ...fields,
  };
}

export function aReservation(from: number, until: number): WorkerEvent {
  return {
    type: 'WorkerReserved',
    reservations: [
      {
        id: reservationId,
        sessionId: SessionId.parse('ses_1'),
        from: instant(from),
        until: instant(until),
        amounts: { cpuCores: 1, memoryMiB: 1024, storageGiB: 1, nodes: 1 },
        ports: {},
        confirmBy: instant(until),
        confirmed: true,
      },
    ],
    at: instant(0),
  };
}
