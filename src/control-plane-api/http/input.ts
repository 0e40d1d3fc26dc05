import { ok, type Result, reject } from '@lcm/core/kernel';
import type { Rejection } from '../application/operation.ts';
import type { JsonSchema } from './json-schema.ts';

export interface Parts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** Path, query and body as one input. Text in a URL becomes what the schema wants there; nothing else is changed. */
export function mergeInput(parts: Parts, schema: JsonSchema): Result<unknown, Rejection> {
  const path = coerceAll(parts.path, schema);
  const query = coerceAll(parts.query, schema);
  if (parts.body === undefined) return ok({ ...query, ...path });
  if (!isObject(parts.body)) {
    if (Object.keys(path).length === 0) return ok(parts.body);
    return reject({ code: 'request.invalid', message: 'The body must be a JSON object.' });
  }
  const { body } = parts;
  const twice = Object.keys(path).find((name) => name in body && body[name] !== path[name]);
  if (twice === undefined) return ok({ ...query, ...body, ...path });
  const message = `${twice}: the path and the body disagree`;
  return reject({ code: 'request.invalid', message, details: { fields: [{ field: twice, message }] } });
}

function coerceAll(texts: Parts['query'], schema: JsonSchema): Readonly<Record<string, unknown>> {
  const named = Object.entries(texts).map(([name, text]) => [name, coerce(text, schema.properties?.[name])] as const);
  return Object.fromEntries(named);
}

function coerce(text: string | readonly string[], schema: JsonSchema | undefined): unknown {
  if (typesOf(schema).includes('array')) {
    const parts = typeof text === 'string' ? text.split(',').filter((part) => part !== '') : text;
    return parts.map((part) => scalar(part, schema?.items));
  }
  return typeof text === 'string' ? scalar(text, schema) : text;
}

function scalar(text: string, schema: JsonSchema | undefined): unknown {
  const types = typesOf(schema);
  if (types.includes('string')) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return types.some((type) => type === 'number' || type === 'integer') ? numberOf(text) : text;
}

/** What is no number stays text, and the schema says so by name. */
function numberOf(text: string): number | string {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : text;
}

function typesOf(schema: JsonSchema | undefined): readonly string[] {
  if (schema === undefined) return [];
  const own = schema.type === undefined ? [] : [schema.type].flat();
  return [...own, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(typesOf)];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
