import { BookSession, SessionView } from '@lcm/core/contracts/session';
import { type BookingDeps, bookAndWait } from '../../application/book-and-wait.ts';
import { defineCommand } from '../../application/operation.ts';

/** Books a session, for a time or as soon as possible. Without a scheduler it stays pending, and that is the answer. */
export const bookSession = defineCommand({
  name: 'BookSession',
  summary: 'Book a session for a time, or as soon as possible',
  allow: 'session:own',
  input: BookSession,
  output: SessionView,
  async handle(asked, caller, deps: BookingDeps) {
    return bookAndWait(asked, caller, deps);
  },
});
