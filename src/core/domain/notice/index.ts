export type { NoticeDecision, NoticeFailure, NoticeRejection } from './decide.ts';
export {
  gatherNotices,
  noticeAttemptFailed,
  noticeSent,
  overtakeNotice,
  pauseAfter,
  removeNotice,
  retryNotice,
} from './decide.ts';
export { evolveNotice } from './evolve.ts';
export type { Audience, NoticeStatus, Occasion } from './lifecycle.ts';
export {
  audiences,
  channels,
  isQueued,
  isUrgent,
  noticeCanRetry,
  noticeStatuses,
  noticeTransitions,
  occasions,
} from './lifecycle.ts';
export type { Notice, NoticeContent, NoticeEvent, NoticeFacts, NoticeSession } from './notice.ts';
export { NoticeId, noticeIdOf } from './notice.ts';
export type { NoticeReceiver } from './receiver.ts';
export { hostOf, isMail, mayBeTold, receiverInWords, receiverKey } from './receiver.ts';
export type { Reminder, ReminderTimes } from './reminders.ts';
export { isOvertaken, remindersAt } from './reminders.ts';
export type { Told } from './told.ts';
export { inZone, toldBy } from './told.ts';
export type { Topic } from './topics.ts';
export { foldSame, noticeTopics, topicNames, topicOf } from './topics.ts';
export { maySeeNotice, ownerOfNotice } from './visible.ts';
