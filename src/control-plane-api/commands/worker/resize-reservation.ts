import { nothing } from '@lcm/core/contracts/primitives';
import { ResizeReservation } from '@lcm/core/contracts/reservation';
import { resize } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** A session's place for longer, or less long, where the calendar of its worker has room. */
export const resizeReservation = defineCommand({
  name: 'ResizeReservation',
  summary: 'Change until when a reservation lasts',
  allow: 'fleet:plan',
  input: ResizeReservation,
  output: nothing,
  async handle({ workerId: id, ...to }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ResizeReservation', caller };
    return written(await changeExisting(streams, options, (worker, at) => resize(worker, to, at)), () => ({}));
  },
});
