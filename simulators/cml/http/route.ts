import type { z } from 'zod';
import { Refusal } from '../model/cml.ts';
import { visibleLabs } from '../model/lab-access.ts';
import type { CmlModel } from '../model/model.ts';
import type { Lab, User } from '../model/state.ts';

/** A request as the routes see it: decoded, but nothing parsed. */
export interface Call {
  readonly cml: CmlModel;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly user: User;
  readonly token: string;
}

export type Answer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly text: string; readonly contentType: string }
  | { readonly status: number; readonly bytes: Uint8Array; readonly contentType: string }
  | { readonly status: number };

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v0`. */
  readonly path: string;
  /** What faults are aimed at. */
  readonly operation: string;
  readonly access: 'open' | 'user' | 'admin';
  readonly handle: (call: Call) => Answer;
}

export const ok = (json: unknown, status = 200): Answer => ({ status, json });
export const done: Answer = { status: 204 };
export const text = (content: string, contentType = 'text/plain; charset=utf-8'): Answer => ({
  status: 200,
  text: content,
  contentType,
});

export const bytes = (content: Uint8Array, contentType: string): Answer => ({
  status: 200,
  bytes: content,
  contentType,
});

type Method = Route['method'];
type Access = Route['access'];

/** `['GET', '/labs', 'user']` and what it does; the operation is named after the method and path unless it has a name. */
export function route(what: readonly [Method, string, Access?, string?], handle: Route['handle']): Route {
  const [method, path, access = 'user', operation = `${method} ${path}`] = what;
  return { method, path, access, operation, handle };
}

/** @throws Refusal 400 as CML answers a body that breaks its schema */
export function body<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  return check(schema, call.body.trim() === '' ? undefined : parseJson(call.body));
}

export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(400, `Input is not valid: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw new Refusal(400, 'Input is not valid JSON.');
  }
}

export function flag(call: Call, name: string): boolean {
  return call.query[name] === 'true';
}

/** Absent is not `false`: several answers change their shape with it. */
export function triState(call: Call, name: string): boolean | undefined {
  const value = call.query[name];
  return value === undefined ? undefined : value === 'true';
}

/** One's own labs, or with `show_all` all that one may see. */
export function visibleTo(call: Call): readonly Lab[] {
  const all = flag(call, 'show_all');
  return visibleLabs(call.cml, call.user).filter(({ owner }) => all || owner === call.user.id);
}

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** @throws Refusal 400 for a path that holds no id at all */
export function id(call: Call, name: string): string {
  const value = call.params[name] ?? '';
  if (!uuidPattern.test(value)) throw new Refusal(400, `Not a valid id: ${value}`);
  return value;
}
