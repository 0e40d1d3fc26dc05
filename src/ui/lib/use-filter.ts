import type { Searchable } from '@lcm/core/domain/query';
import { useApp } from './app.ts';
import { asksForStatus, type Filtered, filtered } from './filter.ts';

export interface Filter<Item> extends Filtered<Item> {
  /** The chosen group of statuses: all of them when the query asks for some itself. */
  readonly status: string;
}

/** What the query in the address leaves of a list. */
export function useFilter<Item>(items: readonly Item[], searchable: Searchable<Item>): Filter<Item> {
  const { now, router } = useApp();
  const q = router.query.value.get('q') ?? '';
  return { ...filtered(items, q, { searchable, now: now.peek() }), status: useStatus() };
}

export function useStatus(): string {
  const query = useApp().router.query.value;
  return query.get('status') ?? (asksForStatus(query.get('q') ?? '') ? 'all' : '');
}
