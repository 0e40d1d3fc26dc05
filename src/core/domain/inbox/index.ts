export type { InboxEvent, InboxItem, ReceivedEvent } from './inbox-item.ts';
export { evolveInboxItem } from './inbox-item.ts';
