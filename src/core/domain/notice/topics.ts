import type { Occasion } from './lifecycle.ts';
import type { Notice } from './notice.ts';

/** What people choose from, in the order of the screen. Whatever is not here cannot be turned off by itself. */
export const noticeTopics = {
  place: {
    label: 'It has a place, waits for one, or cannot have what was asked for',
    occasions: ['placed', 'waiting', 'refused'],
  },
  moved: { label: 'It was moved to another time or host', occasions: ['moved'] },
  ready: { label: 'It is ready', occasions: ['ready'] },
  reminders: { label: 'It begins or ends soon', occasions: ['starts-soon', 'ends-soon'] },
  interruptions: { label: 'It is interrupted, and goes on', occasions: ['interrupted', 'restored'] },
  extended: { label: 'It has more time', occasions: ['extended'] },
  ended: { label: 'It has ended or expired', occasions: ['ended', 'expired'] },
  failed: { label: 'It has failed', occasions: ['failed'] },
  graded: { label: 'Its score is there', occasions: ['graded'] },
} as const satisfies Record<string, { readonly label: string; readonly occasions: readonly Occasion[] }>;

export type Topic = keyof typeof noticeTopics;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its topics
export const topicNames = Object.keys(noticeTopics) as Topic[];

export function topicOf(occasion: Occasion): Topic | undefined {
  return topicNames.find((name) => {
    const { occasions }: { readonly occasions: readonly Occasion[] } = noticeTopics[name];
    return occasions.includes(occasion);
  });
}

/** Of what is told at the same time, what says the same of the same session only as it is in the end. */
export function foldSame<Said extends Pick<Notice, 'id' | 'occasion' | 'session'>>(
  notices: readonly Said[],
): readonly Said[] {
  const last = new Map(notices.map((notice) => [sameness(notice), notice]));
  return notices.filter((notice) => last.get(sameness(notice)) === notice);
}

function sameness({ id, occasion, session }: Pick<Notice, 'id' | 'occasion' | 'session'>): string {
  return session === undefined ? id : `${occasion} ${session.id}`;
}
