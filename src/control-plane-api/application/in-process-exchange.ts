import type { Exchange, WireAnswer, WireRequest } from '@lcm/core/adapters/control-plane/wire-control-plane';
import type { ServiceRole } from '@lcm/core/domain/access';
import { ok } from '@lcm/core/kernel';
import { ControlPlaneError } from '@lcm/core/ports/control-plane';
import { serviceActor } from './control-plane.ts';
import type { Dispatch } from './dispatch.ts';
import type { Caller, Rejection } from './operation.ts';
import type { AnyOperation } from './operations.ts';

interface RouteLike<Deps> {
  readonly method: string;
  readonly path: string;
  readonly operation: AnyOperation<Deps>;
}

export interface InProcessDeps<Deps> {
  readonly routes: readonly RouteLike<Deps>[];
  readonly dispatch: Dispatch<Deps>;
  readonly statusFor: (code: string) => number | undefined;
  /** What something thrown says to the outside. */
  readonly rejectionOf: (error: unknown) => Rejection;
}

/** The API without the network: the same routes, JSON, permissions and errors, for controllers in the same process. */
export function inProcessExchange<Deps>(role: ServiceRole, deps: InProcessDeps<Deps>): Exchange {
  const actor = serviceActor(role);
  const index = indexed(deps.routes);
  return async (request) => {
    const found = match(index, request);
    if (found === undefined) throw new ControlPlaneError(`${request.method} ${request.path}: no such route`);
    const { options } = request;
    const caller: Caller = {
      actor,
      correlationId: options?.correlationId ?? role,
      causationId: options?.causationId,
      fence: options?.fence,
    };
    const input = { ...asObject(throughJson(request.body)), ...request.query, ...found.parameters };
    const failed = (rejection: Rejection): WireAnswer => ({
      status: deps.statusFor(rejection.code) ?? 500,
      body: throughJson({ code: rejection.code, detail: rejection.message, details: rejection.details }),
    });
    try {
      const { atLeast } = request;
      const result = await deps.dispatch(found.route.operation, {
        caller,
        anonymous: caller,
        input: ok(input),
        atLeast,
      });
      if (!result.ok) return failed(result.rejection);
      return { status: 200, body: throughJson(result.value.body), position: result.value.position };
    } catch (error) {
      return failed(deps.rejectionOf(error));
    }
  };
}

/** Routes by method and number of parts: few are left to compare. */
function indexed<Route extends { method: string; path: string }>(
  routes: readonly Route[],
): ReadonlyMap<string, readonly { route: Route; parts: readonly string[] }[]> {
  const split = routes.map((route) => ({ route, parts: route.path.split('/') }));
  return Map.groupBy(split, ({ route, parts }) => `${route.method.toUpperCase()} ${parts.length}`);
}

function match<Route extends { method: string; path: string }>(
  index: ReturnType<typeof indexed<Route>>,
  { method, path }: WireRequest,
): { route: Route; parameters: Record<string, string> } | undefined {
  const parts = path.split('/');
  for (const { route, parts: pattern } of index.get(`${method} ${parts.length}`) ?? []) {
    const parameters = parametersOf(pattern, parts);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function parametersOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  let index = 0;
  for (const want of pattern) {
    const is = parts[index] ?? '';
    index += 1;
    if (want.startsWith('{')) parameters[want.slice(1, -1)] = decodeURIComponent(is);
    else if (want !== is) return undefined;
  }
  return parameters;
}

function asObject(body: unknown): object {
  return typeof body === 'object' && body !== null ? body : {};
}

function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
