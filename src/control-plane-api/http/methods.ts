import { prefixesOf, type Route } from './route.ts';

interface Known {
  readonly method: string;
  readonly pattern: RegExp;
}

/** Which methods answer at which path. A path that is written out in a route is nobody's parameter. */
export class Methods {
  readonly #written = new Map<string, string[]>();
  readonly #patterns: readonly Known[];

  constructor(routes: readonly Pick<Route<never>, 'method' | 'path' | 'unversioned'>[]) {
    const known = routes.flatMap((route) =>
      prefixesOf(route).map((prefix) => ({ path: `${prefix}${route.path}`, method: route.method.toUpperCase() })),
    );
    for (const { path, method } of known) this.#written.set(path, [...(this.#written.get(path) ?? []), method]);
    this.#patterns = known.map(({ path, method }) => ({ method, pattern: patternOf(path) }));
  }

  at(path: string): readonly string[] {
    const matching = this.#patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return this.#written.get(path) ?? matching;
  }

  /** Whether the router would take a path that is written out, for other methods, as a parameter of another route. */
  isParameterOnly(method: string, path: string): boolean {
    const written = this.#written.get(path);
    return written !== undefined && !written.includes(method === 'HEAD' ? 'GET' : method);
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
