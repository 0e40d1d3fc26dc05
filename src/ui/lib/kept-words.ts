import { plural } from './format.ts';
import type { CommitEvent, KeptWork } from './views.ts';

const minuteMs = 60_000;

export interface KeptWords {
  readonly text: string;
  /** `late`: more could be lost than should be. */
  readonly level: 'fine' | 'late';
}

/** Begun minutes count: nobody is promised more than is so. */
function minutesSince(at: string, now: number): number {
  return Math.max(1, Math.ceil((now - Date.parse(at)) / minuteMs));
}

/** What a loss of the host would cost now; nothing of a session that cannot lose anything. Times are read by `Words`. */
export function keptWords(
  { isKept, everyMinutes, keptAt, trouble, triedAt }: KeptWork,
  now: number,
): KeptWords | undefined {
  if (!isKept) return undefined;
  if (everyMinutes === 0) return { text: notKept(keptAt, now), level: 'late' };
  if (trouble !== undefined)
    return { text: `${lossWords(keptAt, now)} ${troubleWords(trouble, triedAt, now)}`, level: 'late' };
  if (keptAt === undefined)
    return { text: `Work is kept every ${plural(everyMinutes, 'minute')}, soon for the first time.`, level: 'fine' };
  const isLate = now - Date.parse(keptAt) > 3 * everyMinutes * minuteMs;
  return { text: lossWords(keptAt, now), level: isLate ? 'late' : 'fine' };
}

function lossWords(keptAt: string | undefined, now: number): string {
  if (keptAt === undefined) return 'Nothing is kept yet: if its host were lost now, the lab would begin anew.';
  const minutes = plural(minutesSince(keptAt, now), 'minute');
  return `Kept ${ago(keptAt, now)}: if its host were lost now, at most ${minutes} of work would be lost.`;
}

function ago(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / minuteMs);
  return minutes < 1 ? 'just now' : `${plural(minutes, 'minute')} ago`;
}

function notKept(keptAt: string | undefined, now: number): string {
  const off = 'By the settings work is not kept while a session runs.';
  return keptAt === undefined
    ? `${off} If its host were lost now, the lab would begin anew.`
    : `${off} ${lossWords(keptAt, now)}`;
}

function troubleWords(trouble: string, triedAt: string | undefined, now: number): string {
  const when = triedAt === undefined ? '' : `, ${ago(triedAt, now)},`;
  return `The last attempt${when} failed: ${trouble}.`;
}

export interface UnreadWords {
  readonly node: string;
  readonly text: string;
}

/** Nodes for which that does not hold. */
export function unreadWords({ isKept, unread }: KeptWork): readonly UnreadWords[] {
  if (!isKept) return [];
  return unread.map(({ node, reason, asOf }) => ({
    node,
    text: `could not be read (${reason}): ${asOf === undefined ? 'what is done there is not kept' : `kept as it was at ${asOf}`}`,
  }));
}

/** Of a round that found something new. */
export function keptEventWords(event: CommitEvent): string {
  const { unread } = event;
  const left =
    Array.isArray(unread) && unread.length > 0 ? `, but for ${unread.join(', ')}, which could not be read` : '';
  return `What its nodes run was kept${left}`;
}
