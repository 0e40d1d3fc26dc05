import { type Instant, toIso, unreachable } from '../../kernel/index.ts';
import type { Idleness } from './idle.ts';
import type { Use } from './use.ts';

/** What keeps a worker up, for a person; instants in it are ISO and shown in the reader's zone. */
export function useInWords(use: Use): string {
  switch (use.why) {
    case 'not-up':
      return `it is ${use.status}`;
    case 'detection-off':
      return 'idle detection is switched off for it';
    case 'detection-off-for-all':
      return 'idle detection is switched off for all workers, by a setting';
    case 'snoozed':
      return `it is snoozed until ${toIso(use.until)}`;
    case 'timetable':
      return `its timetable keeps it up until ${toIso(use.until)}`;
    case 'maintenance':
      return `it is kept up for maintenance until ${toIso(use.until)}`;
    case 'activity-unknown':
      return 'CML does not tell what happens on it';
    case 'sessions':
      return `${counted(use.count, 'session')} on it now`;
    case 'booked':
      return `a session is prepared on it from ${toIso(use.from)}`;
    case 'labs-running':
      return labsInWords(use);
    case 'used':
      return `it was used at ${toIso(use.lastUsedAt)}`;
    default:
      return unreachable(use);
  }
}

function labsInWords({ count, byHand }: Extract<Use, { why: 'labs-running' }>): string {
  const labs = `${counted(count, 'lab')} ${count === 1 ? 'runs' : 'run'} on it`;
  return byHand === 0 ? labs : `${labs}, ${byHand} made by hand`;
}

/** Why an idle worker is stopped: short enough to be the reason of the stop. */
export function idleInWords({ since, nextBookingAt }: Extract<Idleness, { idle: true }>, now: Instant): string {
  const minutes = Math.floor((now - since) / 60_000);
  const next = nextBookingAt === undefined ? 'nothing is booked' : `nothing is booked before ${toIso(nextBookingAt)}`;
  return `nobody has used it for ${minutes} min, no lab runs on it and ${next}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
