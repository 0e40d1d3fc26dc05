import { isFreeSeat, openAbsence, openPause } from '@lcm/core/domain/session';
import type { Definition, Me, Session } from './views.ts';

const minuteMs = 60_000;
const ahead: readonly Session['status'][] = ['pending', 'scheduled', 'instantiating', 'ready'];

/** What a clock beside a session counts down to. */
export interface Target {
  readonly until: string;
  readonly words: string;
  /** `soon`: ten minutes before the end, `last`: five. */
  readonly level: 'calm' | 'soon' | 'last';
}

/** Whether it is the viewer who sits there: seats that nobody has been given yet are not theirs to work in. */
export function isOwn(session: Session, { id }: Pick<Me, 'id'>): boolean {
  return session.ownerId === id && !isFreeSeat(session);
}

/** The start while that is ahead, then the end while somebody may work. */
export function targetOf({ timeslot, status }: Session, now: number): Target | undefined {
  if (timeslot === undefined) return undefined;
  const { start, end } = timeslot;
  if (ahead.includes(status) && Date.parse(start) > now)
    return { until: start, words: 'until it starts', level: 'calm' };
  if (status !== 'running' && status !== 'ready') return undefined;
  return { until: end, words: 'left', level: levelOf(Date.parse(end) - now) };
}

function levelOf(left: number): Target['level'] {
  if (left > 10 * minuteMs) return 'calm';
  return left > 5 * minuteMs ? 'soon' : 'last';
}

const warnings = {
  soon: 'Less than 10 minutes are left.',
  last: 'Less than 5 minutes are left.',
} as const;

/** What to do before the time is over; nothing while there is plenty of it. */
export function warningOf(session: Session, now: number): string | undefined {
  const { level = 'calm' } = targetOf(session, now) ?? {};
  if (level === 'calm') return undefined;
  return session.status === 'running'
    ? `${warnings[level]} At the end your work is collected as it is then: save what you have open.`
    : `${warnings[level]} Who has not launched it by then is noted as a no-show.`;
}

const steps: Partial<Record<Session['status'], string>> = {
  pending: 'It has no place yet. As soon as one is found, you see here when it begins.',
  scheduled: 'Your lab is prepared ahead of the start. Come back then: you can launch it from here.',
  instantiating: 'Your lab is being prepared. You can launch it as soon as it is ready.',
  ready: 'Your lab is ready. Launch it to begin; it opens in a new tab.',
  running: 'You have begun. The same button leads back into your lab.',
  collecting: 'Your time is over. Your work is being collected; there is nothing that you have to do.',
  grading: 'Your work is collected and is being graded. The score will appear here.',
  stopping: 'Your session has ended, and the lab is being cleared away.',
  stopped: 'Your session has ended.',
};

/** What the candidate can do now, or waits for. */
export function nextStep({ status, deliveryDue }: Session): string | undefined {
  if (status === 'ready' && deliveryDue !== undefined) return 'You see here when you can launch it.';
  return steps[status];
}

/** It has begun and nobody has launched it: since when, and what comes of that. */
export function noShowWords({ status, timeslot, deliveryDue }: Session, now: number): string | undefined {
  if (status !== 'ready' || timeslot === undefined || deliveryDue !== undefined) return undefined;
  const late = Math.floor((now - Date.parse(timeslot.start)) / minuteMs);
  if (late < 1) return undefined;
  return (
    `It began ${late} min ago and nobody has launched it. Its time runs: if nobody does before ${timeslot.end}, ` +
    'it ends as a no-show and is not graded.'
  );
}

/** Why nobody can work in it just now, since when, and what comes of that. */
export function awayWords(session: Session): string | undefined {
  const lab = openAbsence(session);
  if (lab?.cause === 'reset') {
    return `Your lab is being reset since ${lab.from}. It comes back as it was at first; your time runs on.`;
  }
  if (lab?.cause === 'host-down') {
    return (
      `The host of your lab went down at ${lab.from}. Your lab is started again as soon as that is back, ` +
      `${keptWords(session, 'from its disks')}. ${addedWords}`
    );
  }
  if (lab !== undefined) return lostWords(session, lab.from);
  const pause = openPause(session);
  if (pause === undefined) return dueWords(session);
  return pause.cause === 'candidate'
    ? `You paused at ${pause.from}. Your lab stays up, and your time runs on: launch it to go on.`
    : `Paused since ${pause.from}: ${pause.reason}. You cannot go on until it is resumed; your time runs on meanwhile.`;
}

/** Its lab is up, and there is no way into it yet. */
function dueWords({ status, deliveryDue }: Session): string | undefined {
  if (deliveryDue === undefined || status !== 'ready') return undefined;
  return (
    `Your lab is up since ${deliveryDue.since}, but it cannot be launched: ${deliveryDue.reason}. ` +
    'You can begin as soon as that is over, and there is nothing that you have to do.'
  );
}

const addedWords = 'The time that you lose is added at the end, as far as it is free.';

function keptWords({ saved }: Session, otherwise: string): string {
  return saved === undefined ? otherwise : `with what was kept of your work at ${saved.at}`;
}

function lostWords(session: Session, from: string): string {
  const what = keptWords(session, 'from its beginning');
  return `Your lab was lost with its host at ${from}. It is brought up anew, ${what}. ${addedWords}`;
}

/** What becomes of it when the time is over; said while somebody can still do something about it. */
export function endWords({ status, timeslot }: Session, definition: Definition | undefined): string | undefined {
  if (timeslot === undefined || status !== 'running') return undefined;
  const graded = definition?.rulesKey === undefined ? '' : ' and graded';
  return `At ${timeslot.end} your work is collected as it is then${graded}. After that the lab is deleted.`;
}
