import type { AnyOperation } from '../application/operations.ts';

/** One line of the API. `path` is below `/api/v1`, with `{name}` for what goes into the operation's input. */
export interface Route<Deps> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: `/${string}`;
  readonly operation: AnyOperation<Deps>;
  /** Of success; 200 when nothing is said. 202: what was asked for goes on after the answer. */
  readonly status?: 200 | 201 | 202 | undefined;
  /** Whether it may also answer before it is decided what becomes of it: with 202 then. */
  readonly mayStayOpen?: boolean | undefined;
  /** Whether it also answers without the version, where older programs look for it. */
  readonly unversioned?: boolean | undefined;
}

export const apiPrefix = '/api/v1';

/** Below what a route answers. */
export function prefixesOf({ unversioned }: Pick<Route<never>, 'unversioned'>): readonly string[] {
  return unversioned ? [apiPrefix, '/api'] : [apiPrefix];
}

export function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}

/** Where an operation's input comes from besides the path: methods without a body take it from the query. */
export function takesBody(method: Route<never>['method']): boolean {
  return method === 'post' || method === 'put' || method === 'patch';
}
