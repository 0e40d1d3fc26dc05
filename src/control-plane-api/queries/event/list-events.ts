import { EventFeed, EventsAfter } from '@lcm/core/contracts/event-feed';
import { ok } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { cloudEventsOf } from '../../application/cloud-events/cloud-events-of.ts';
import { defineQuery } from '../../application/operation.ts';

interface Deps {
  readonly store: StateStore;
  readonly epoch: string;
}

/** For programs that follow what happens: whoever asks on from `next` has each event once, in order, however late. */
export const listEvents = defineQuery({
  name: 'ListEvents',
  summary: 'What happened, as CloudEvents, from any position on',
  allow: 'audit:read',
  input: EventsAfter,
  output: EventFeed,
  async handle({ after, limit, type = '' }, _caller, { store, epoch }: Deps) {
    const commits = await store.published(after, limit);
    const events = await cloudEventsOf(commits, { store, epoch });
    return ok({
      items: events.filter((event) => event.type.startsWith(type)),
      next: commits.at(-1)?.position ?? after,
    });
  },
});
