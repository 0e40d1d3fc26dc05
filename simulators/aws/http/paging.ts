import { Ec2Error } from '../model/ec2-error.ts';
import type { QueryForm } from './query-form.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** Pages by the last id that was given out, so that what comes and goes in between shifts nothing. */
export function pageOf<Item>(
  form: QueryForm,
  items: readonly Item[],
  { limit, idOf }: { readonly limit: number; readonly idOf: (item: Item) => string },
): Page<Item> {
  const size = Math.min(form.int('MaxResults') ?? limit, limit);
  if (size < 1) throw new Ec2Error('InvalidParameterValue', 'MaxResults is too small');
  const ordered = items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const after = lastOf(form.text('NextToken'));
  const rest = after === undefined ? ordered : ordered.filter((item) => idOf(item) > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const nextToken = rest.length > size && last !== undefined ? tokenOf(idOf(last)) : undefined;
  return { items: page, nextToken };
}

function tokenOf(id: string): string {
  return Buffer.from(`after ${id}`).toString('base64url');
}

function lastOf(token: string | undefined): string | undefined {
  if (!token) return undefined;
  const [, id] = /^after (.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (id === undefined) throw new Ec2Error('InvalidNextToken');
  return id;
}
