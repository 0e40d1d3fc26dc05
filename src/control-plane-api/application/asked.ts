import { type Predicate, queryOf, type Searchable } from '@lcm/core/domain/query';
import { type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import type { Rejection } from './operation.ts';

/** What `q` asks of a list; a program says its offsets, and times without one are in UTC. */
export function asked<Item>(
  q: string | undefined,
  searchable: Searchable<Item>,
  now: Instant,
): Result<Predicate<Item>, Rejection> {
  const read = queryOf(q ?? '', searchable, { now, zone: 'Z' });
  if (read.ok) return ok(read.value);
  const { message, at } = read.rejection;
  return reject({
    code: 'query.invalid',
    message: `q: ${message} (at character ${at})`,
    details: { fields: [{ field: 'q', message, at }] },
  });
}
