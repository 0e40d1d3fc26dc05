import { shiftsAround, type Worker, windowsOf } from '../domain/worker/index.ts';
import { type Instant, toIso } from '../kernel/index.ts';

/** A stretch of time in which a host shall be up though nobody has booked it. */
export interface UpTime {
  readonly from: Instant;
  readonly until: Instant;
  readonly cause: 'timetable' | 'maintenance';
  readonly reason: string;
}

/** Those that last or come, as far ahead as anybody has to look. */
export function upTimesOf(worker: Worker, now: Instant): readonly UpTime[] {
  const { now: current, next } = shiftsAround(worker, now);
  const shifts = [current, next].filter((shift) => shift !== undefined);
  const windows = windowsOf(worker).filter(({ keepsUp, until }) => keepsUp && until > now);
  return [
    ...shifts.map(
      (shift): UpTime => ({ ...shift, cause: 'timetable', reason: `its timetable: up until ${toIso(shift.until)}` }),
    ),
    ...windows.map(
      ({ from, until, reason }): UpTime => ({ from, until, cause: 'maintenance', reason: `maintenance: ${reason}` }),
    ),
  ];
}
