import { OfWorker, SetTimetable, WorkerView } from '@lcm/core/contracts/worker';
import { setTimetable as set } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const setTimetable = defineCommand({
  name: 'SetTimetable',
  summary: 'Say during which hours of the week a worker is up, whoever uses it',
  allow: 'worker:operate',
  input: SetTimetable,
  output: WorkerView,
  async handle({ workerId: id, ...timetable }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'SetTimetable', caller };
    const changed = await changeExisting(streams, options, (worker, at) => set(worker, timetable, at));
    return written(changed, viewOf.worker);
  },
});

export const removeTimetable = defineCommand({
  name: 'RemoveTimetable',
  summary: 'From now on a worker is up only while somebody uses it',
  allow: 'worker:operate',
  input: OfWorker,
  output: WorkerView,
  async handle({ workerId: id }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'RemoveTimetable', caller };
    const changed = await changeExisting(streams, options, (worker, at) => set(worker, undefined, at));
    return written(changed, viewOf.worker);
  },
});
