import { auditSearch } from '@lcm/core/domain/query';
import { filtered, zoneOf } from './filter.ts';

const plain = ['actor', 'operation', 'kind', 'subject'] as const;
const times = ['from', 'to'] as const;

/** What is wrong with the query; it is then left out, as in every other list. */
export function auditFault(query: URLSearchParams, now: number): string | undefined {
  return filtered([], query.get('q') ?? '', { searchable: auditSearch, now }).fault;
}

/** The filter of the address as the API takes it: the viewer's hours with the offset that they had then. */
export function filterOf(query: URLSearchParams): Readonly<Record<string, string>> {
  const asked = new Map<string, string>();
  for (const name of plain) asked.set(name, query.get(name) ?? '');
  for (const name of times) asked.set(name, instantOf(query.get(name) ?? ''));
  const q = query.get('q') ?? '';
  if (auditFault(query, 0) === undefined) asked.set('q', q);
  return Object.fromEntries([...asked].filter(([, value]) => value !== ''));
}

function instantOf(local: string): string {
  const at = Date.parse(local);
  return Number.isNaN(at) ? '' : `${local.slice(0, 16)}:00${zoneOf(at)}`;
}
