import type { LiveFeed } from '@lcm/control-plane-api/application/live-feed';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { PublishedCommit, StateStore, StoredEvent } from '@lcm/core/ports/state-store';
import { wrap } from '../process/wrap.ts';
import type { Plant } from './bug.ts';

export const doubleBooked: Plant = {
  store: (store) =>
    wrap<StateStore>(store, {
      append: async (commit) => store.append({ ...commit, events: commit.events.map(onOnePort) }),
    }),
};

function onOnePort(event: StoredEvent): StoredEvent {
  if (event.type !== 'WorkerReserved' || !Array.isArray(event['reservations'])) return event;
  return { ...event, reservations: event['reservations'].map((one: object) => ({ ...one, ports: { console: 2000 } })) };
}

const orders: readonly string[] = ['BookSession', 'DrainWorker', 'StopWorker', 'StartWorker'];

export const forgottenCommand: Plant = {
  store: (store) => {
    let count = 0;
    const append: StateStore['append'] = async (commit) => {
      if (orders.includes(commit.operation)) count += 1;
      const isForgotten = orders.includes(commit.operation) && count % 3 === 0;
      if (!isForgotten) await store.append(commit);
    };
    return wrap<StateStore>(store, { append });
  },
};

export const staleViews: Plant = {
  store: (store) =>
    wrap<StateStore>(store, {
      publish: async (fence, limit) => (await store.publish(fence, limit)).map(withoutLast),
      published: async (after, limit) => (await store.published(after, limit)).map(withoutLast),
    }),
};

/** Of sessions only: a worker that is never seen as it is is looked at again each tenth of a second, all week. */
function withoutLast(commit: PublishedCommit): PublishedCommit {
  return commit.events.length > 1 && commit.stream.startsWith('session/')
    ? { ...commit, events: commit.events.slice(0, -1) }
    : commit;
}

export const forgetfulFeed: Plant = {
  feed: (feed) => wrap<LiveFeed>(feed, { since: (id) => feed.since(id)?.slice(1) }),
};

/** By the last letter of the worker's id. */
const unlucky = /^\/lcm\/state\/worker\/.*[0-9a-f]$/;

export const deafProjector: Plant = {
  coordination: (coordination) => {
    const put: Coordination['put'] = async (key, ...rest) => (unlucky.test(key) ? 0 : coordination.put(key, ...rest));
    return wrap<Coordination>(coordination, { put });
  },
};

export const openBook: Plant = {
  feed: (feed) => {
    const opened = new Map<object, ReturnType<LiveFeed['snapshot']>['items'][number]>();
    const forAll = (items: ReturnType<LiveFeed['snapshot']>['items']): typeof items =>
      items
        .filter(({ audience }) => audience.unless === undefined)
        .map((item) => {
          if (item.subject.kind !== 'worker') return item;
          const known = opened.get(item) ?? { ...item, audience: { permission: 'worker:read' as const } };
          opened.set(item, known);
          return known;
        });
    return wrap<LiveFeed>(feed, {
      snapshot: () => ({ ...feed.snapshot(), items: forAll(feed.snapshot().items) }),
      since: (id) => {
        const missed = feed.since(id);
        return missed && forAll(missed);
      },
      subscribe: (listener) => feed.subscribe((items) => listener(forAll(items))),
    });
  },
};
