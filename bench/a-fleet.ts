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
export const spec = {
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

interface Calendar {
  readonly now: Instant;
  readonly hours: number;
  readonly random: Random;
  /** Of the places that there are, how many are taken; left out, nearly all: so that there is something to find. */
  readonly taken?: number | undefined;
}

/** Lane by lane one lab of an hour after the other, each lane beginning when it likes: no two labs end at once. */
function bookings(number: number, { now, hours, random, taken = 0.995 }: Calendar): Reservation[] {
  return Array.from({ length: labsAtOnce }, (_, lane) => {
    const offset = Math.floor(random.next() * hourMs);
    const slots = Array.from({ length: hours }, (__, slot) => slot).filter(() => random.next() < taken);
    return slots.map((slot): Reservation => {
      const index = lane * hours + slot;
      // What has begun before now goes on; the calendar is as full at its beginning as later.
      const from = instant(now + slot * hourMs - (slot === 0 ? 0 : offset));
      const port = 2000 + index * 2;
      return {
        id: ReservationId.parse(`res_${number}x${index}`),
        sessionId: SessionId.parse(`ses_${number}x${index}`),
        from,
        until: instant(now + (slot + 1) * hourMs - offset),
        amounts: needs,
        ports: { one: port, two: port + 1 },
        confirmBy: now,
        confirmed: true,
      };
    });
  }).flat();
}

/** Running workers whose calendars are full for the given hours, or as full as is said. */
export function aBookedFleet(size: number, on: Calendar): Worker[] {
  return Array.from({ length: size }, (_, number): Worker => {
    const created = evolveWorker(undefined, workerCreated(number, on.now));
    const reservations = bookings(number, on);
    return {
      ...created,
      status: 'running',
      service: 'available',
      instanceId: `i-${number}`,
      reservations: Object.fromEntries(reservations.map((reservation) => [reservation.id, reservation])),
    };
  });
}
