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
  /** Whole labs that a body may hold; others are small. */
  readonly labsInBody?: 1 | 2 | undefined;
  /** Whether it also answers without the version, where older programs look for it. */
  readonly unversioned?: boolean | undefined;
}

/** A lab is up to 2 Mi characters; as JSON each may take two or three bytes, and what is said of it is on top. */
const labBytes = 6 * 1024 * 1024;

/** How long a body may be, in bytes, where that is longer than anywhere else. */
export function bodyLimitOf({ labsInBody }: Pick<Route<never>, 'labsInBody'>): { readonly bodyLimit?: number } {
  return labsInBody === undefined ? {} : { bodyLimit: labsInBody * labBytes };
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
