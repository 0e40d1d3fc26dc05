import { parseQuery, queryOf, type Searchable } from '@lcm/core/domain/query';

export interface Filtered<Item> {
  readonly items: readonly Item[];
  /** What is wrong with the query; everything is shown then, as if nothing had been asked. */
  readonly fault?: string | undefined;
}

export interface Asked<Item> {
  readonly searchable: Searchable<Item>;
  readonly now: number;
}

/** What a query is about. Days and hours in it are the viewer's. */
export function filtered<Item>(
  items: readonly Item[],
  query: string,
  { searchable, now }: Asked<Item>,
): Filtered<Item> {
  const asked = queryOf(query, searchable, { now, zone: zoneOf(now) });
  if (asked.ok) return { items: items.filter(asked.value) };
  return { items, fault: asked.rejection.message };
}

/** Whether a query says itself which statuses it is about: then a choice of statuses beside it must not hide them. */
export function asksForStatus(query: string): boolean {
  const parsed = parseQuery(query);
  return parsed.ok && parsed.value.some((term) => term.is === 'field' && term.field === 'status');
}

/** `+02:00`: the viewer's offset at an instant. */
export function zoneOf(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function two(part: number): string {
  return String(Math.floor(part)).padStart(2, '0');
}
