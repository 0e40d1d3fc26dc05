import { type Instant, ok } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import { workerCan } from './lifecycle.ts';
import type { Timetable } from './timetable.ts';
import type { Worker } from './worker.ts';

/** No timetable takes the one away that it has. */
export function setTimetable(worker: Worker, timetable: Timetable | undefined, at: Instant): WorkerDecision {
  if (!workerCan('setTimetable', worker)) return wrongState(worker, 'setTimetable');
  if (JSON.stringify(timetable) === JSON.stringify(worker.timetable)) return ok([]);
  return ok([{ type: 'WorkerTimetableSet', ...(timetable && { timetable }), at }]);
}
