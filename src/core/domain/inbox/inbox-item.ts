import type { Instant } from '../../kernel/index.ts';

/** A CloudEvent as it came in: only what we look at is named. */
export interface ReceivedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly [attribute: string]: unknown;
}

/** Something the outside told us, kept until it was acted on. */
export interface InboxItem {
  readonly id: string;
  readonly event: ReceivedEvent;
  readonly receivedAt: Instant;
  readonly handled?: string | undefined;
}

export type InboxEvent =
  | { readonly type: 'CloudEventReceived'; readonly id: string; readonly event: ReceivedEvent; readonly at: Instant }
  | { readonly type: 'CloudEventHandled'; readonly result: string; readonly at: Instant };

export function evolveInboxItem(item: InboxItem | undefined, event: InboxEvent): InboxItem {
  if (event.type === 'CloudEventReceived') return { id: event.id, event: event.event, receivedAt: event.at };
  if (item === undefined) throw new Error(`${event.type} before CloudEventReceived`);
  return { ...item, handled: event.result };
}
