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
  const query = router.query.value;
  const q = query.get('q') ?? '';
  const status = query.get('status') ?? (asksForStatus(q) ? 'all' : '');
  return { ...filtered(items, q, { searchable, now: now.peek() }), status };
}
