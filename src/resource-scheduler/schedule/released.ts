import type { Worker } from '@lcm/core/domain/worker';

/** The worker as it would be without a reservation. */
export function released(worker: Worker, reservationId: string): Worker {
  const reservations = Object.fromEntries(Object.entries(worker.reservations).filter(([id]) => id !== reservationId));
  return { ...worker, reservations };
}
