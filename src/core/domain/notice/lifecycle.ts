/** The whole lifecycle of a notice, as data: aggregate, API, screens and tests read this one table. */
export const noticeTransitions = {
  queued: ['sent', 'failed', 'overtaken'],
  sent: ['removed'],
  // Back into the queue by somebody who knows that the receiver is well again.
  failed: ['queued', 'removed'],
  // What it was to remind of has moved or ended.
  overtaken: ['removed'],
  removed: [],
} as const satisfies Record<string, readonly string[]>;

export type NoticeStatus = keyof typeof noticeTransitions;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
export const noticeStatuses = Object.keys(noticeTransitions) as NoticeStatus[];

/** What there is to tell of. */
export const occasions = [
  'placed',
  'moved',
  'extended',
  'waiting',
  'refused',
  'ready',
  'starts-soon',
  'ends-soon',
  'interrupted',
  'restored',
  'ended',
  'expired',
  'graded',
  'failed',
  'attention',
  'test',
] as const;
export type Occasion = (typeof occasions)[number];

export const audiences = ['owner', 'operators'] as const;
export type Audience = (typeof audiences)[number];

/** The ways to somebody. */
export const channels = ['webhook', 'mail'] as const;

/** Worth a mail of its own at once: a minute later it is of less use. */
const urgent: readonly Occasion[] = ['ready', 'starts-soon', 'ends-soon', 'test'];

export function isUrgent({ occasion }: { readonly occasion: Occasion }): boolean {
  return urgent.includes(occasion);
}

const retriable: readonly NoticeStatus[] = ['queued', 'failed'];

export function noticeCanRetry({ status }: { readonly status: NoticeStatus }): boolean {
  return retriable.includes(status);
}

export function isQueued({ status }: { readonly status: NoticeStatus }): boolean {
  return status === 'queued';
}
