import type { Reconciler } from '@lcm/core/reconcile';

/** Whoever calls for a look waits for the one before: placements must see each other. */
export function oneAtATime<Key extends string>({ name, reconcile }: Reconciler<Key>): Reconciler<Key> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    name,
    reconcile(key, signal) {
      const look = last.then(() => reconcile(key, signal));
      last = look.catch(() => undefined);
      return look;
    },
  };
}
