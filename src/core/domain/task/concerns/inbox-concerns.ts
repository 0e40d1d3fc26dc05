import { instant } from '../../../kernel/index.ts';
import type { ConcernSource } from '../concern.ts';

export const inboxUnhandled: ConcernSource<'inbox'> = ({ id, event, receivedAt, handled }, { inboxMs }) => {
  if (handled !== undefined) return undefined;
  return {
    cause: 'inbox.unhandled',
    subject: { kind: 'inbox', id, name: event.type },
    from: instant(receivedAt + inboxMs),
    title: `The event ${event.type} has not been acted on`,
    detail: `It came from ${event.source} with the id ${event.id}. See whether the lablet controller runs.`,
    priority: 'normal',
  };
};
