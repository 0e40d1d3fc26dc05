export type { NoticeDecision, NoticeRejection } from './decide.ts';
export {
  noticeAttemptFailed,
  noticeSent,
  overtakeNotice,
  pauseAfter,
  removeNotice,
  retryNotice,
} from './decide.ts';
export { evolveNotice } from './evolve.ts';
export type { Audience, NoticeStatus, Occasion } from './lifecycle.ts';
export { audiences, isQueued, noticeCanRetry, noticeStatuses, noticeTransitions, occasions } from './lifecycle.ts';
export type { Notice, NoticeContent, NoticeEvent, NoticeFacts, NoticeSession } from './notice.ts';
export { NoticeId, noticeIdOf } from './notice.ts';
export { hostOf, mayBeTold } from './receiver.ts';
export type { Reminder, ReminderTimes } from './reminders.ts';
export { isOvertaken, remindersAt } from './reminders.ts';
export type { Told } from './told.ts';
export { toldBy } from './told.ts';
export { maySeeNotice, ownerOfNotice } from './visible.ts';
