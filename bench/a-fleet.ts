import { SessionId } from '@lcm/core/domain/session';
import {
  evolveWorker,
  type Reservation,
  ReservationId,
  type Worker,
  type WorkerEvent,
  WorkerId,
} from '@lcm/core/domain/worker';
import { type Instant, instant, type Random } from '@lcm/core/kernel';

const hourMs = 3_600_000;
const labsAtOnce = 11;

/** What an m5zn.metal takes beside CML itself: eleven labs of four cores, and a rest that none fits into. */
const spec = {
  region: 'us-east-1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-*',
  volumeGiB: 256,
  capacity: { cpuCores: 46, memoryMiB: 180_000, storageGiB: 256, nodes: 200 },
  portRange: { first: 2000, last: 9999 },
  hourlyCostUsd: 3.96,
  unlicensedNodes: 5,
  registersLicense: true,
};

export const needs = { cpuCores: 4, memoryMiB: 12_000, storageGiB: 10, nodes: 10 };

export function workerCreated(number: number, at: Instant): WorkerEvent {
  const id = WorkerId.parse(`wkr_${number}`);
  return {
    type: 'WorkerCreated',
    id,
    name: `worker ${number}`,
    template: 'metal',
    spec,
    origin: 'created',
    desired: 'running',
    reason: 'bench',
    by: 'bench',
    at,
  };
}

/** Hour after hour as many labs as fit; now and then one was cancelled, so that there is something to find. */
function fullDay(
  number: number,
  { now, hours, random }: { now: Instant; hours: number; random: Random },
): Reservation[] {
  const slots = Array.from({ length: hours * labsAtOnce }, (_, index) => index).filter(() => random.next() < 0.995);
  return slots.map((index) => {
    const from = instant(now + Math.floor(index / labsAtOnce) * hourMs);
    const port = 2000 + index * 2;
    return {
      id: ReservationId.parse(`res_${number}x${index}`),
      sessionId: SessionId.parse(`ses_${number}x${index}`),
      from,
      until: instant(from + hourMs),
      amounts: needs,
      ports: { one: port, two: port + 1 },
      confirmBy: now,
      confirmed: true,
    };
  });
}

/** Running workers whose calendars are full for the given hours. */
export function aFullFleet(size: number, on: { now: Instant; hours: number; random: Random }): Worker[] {
  return Array.from({ length: size }, (_, number): Worker => {
    const created = evolveWorker(undefined, workerCreated(number, on.now));
    const reservations = fullDay(number, on);
    return {
      ...created,
      status: 'running',
      service: 'available',
      reservations: Object.fromEntries(reservations.map((reservation) => [reservation.id, reservation])),
    };
  });
}
