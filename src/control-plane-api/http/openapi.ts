import { accessTable } from '@lcm/core/domain/access';
import type { AnyOperation } from '../application/operations.ts';
import { type JsonSchema, wireSchema } from './json-schema.ts';
import { apiPrefix, pathParameters, type Route, takesBody } from './route.ts';

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

type Json = Readonly<Record<string, unknown>>;

/** OpenAPI 3.1 of the routes: what it says and what the server does come from the same values. */
export function openApiDocument<Deps>(routes: readonly Route<Deps>[], info: OpenApiInfo): Json {
  const schemas = new Map<string, JsonSchema>([['Problem', problemSchema]]);
  const paths = new Map<string, Record<string, Json>>();
  for (const route of routes) {
    const path = paths.get(route.path) ?? {};
    path[route.method] = operationObject(route, schemas);
    paths.set(route.path, path);
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: apiPrefix }],
    tags: [...new Set(routes.map(tagOf))].toSorted().map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas), securitySchemes, responses },
  };
}

type Schemas = Map<string, JsonSchema>;

function operationObject<Deps>(route: Route<Deps>, schemas: Schemas): Json {
  const { operation } = route;
  const input = hoist(wireSchema(operation.input), schemas);
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [tagOf(route)],
    'x-permission': operation.allow,
    ...rolesOf(operation),
    security: operation.allow === 'public' ? [] : [{ bearer: [] }, { session: [], csrf: [] }],
    parameters: parametersOf(route, input),
    ...bodyOf(route, input),
    responses: responsesOf(route, contentOf(operation, schemas)),
  };
}

function rolesOf<Deps>({ allow }: AnyOperation<Deps>): Json {
  return allow === 'public' ? {} : { 'x-roles': accessTable[allow] };
}

function parametersOf<Deps>({ path, method, operation }: Route<Deps>, input: JsonSchema): readonly Json[] {
  const inPath = pathParameters(path);
  const names = takesBody(method) ? inPath : [...new Set([...inPath, ...Object.keys(input.properties ?? {})])];
  const parameters = names.map((name) => parameter(name, input, inPath.includes(name)));
  return operation.kind === 'command' ? parameters : [...parameters, atLeast];
}

function parameter(name: string, input: JsonSchema, inPath: boolean): Json {
  const required = inPath || (input.required ?? []).includes(name);
  return { name, in: inPath ? 'path' : 'query', required, schema: input.properties?.[name] ?? { type: 'string' } };
}

const atLeast: Json = {
  name: 'atLeast',
  in: 'query',
  required: false,
  description: 'Answer from a state in which this position (x-lcm-position of a write) can be read.',
  schema: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
};

function bodyOf<Deps>({ path, method }: Route<Deps>, input: JsonSchema): Json {
  if (!takesBody(method)) return {};
  const inPath = pathParameters(path);
  const properties = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name));
  if (input.properties !== undefined && properties.length === 0) return {};
  const required = (input.required ?? []).filter((name) => !inPath.includes(name));
  const schema =
    input.properties === undefined ? input : { ...input, properties: Object.fromEntries(properties), required };
  const isRequired = input.properties === undefined || required.length > 0;
  return { requestBody: { required: isRequired, content: { 'application/json': { schema } } } };
}

/** What a success holds, by media type. */
function contentOf<Deps>(operation: AnyOperation<Deps>, schemas: Schemas): Json {
  if (operation.kind === 'download') {
    return Object.fromEntries(operation.types.map((type) => [type, { schema: schemaOfDownload(type) }]));
  }
  return { 'application/json': { schema: hoist(wireSchema(operation.output), schemas) } };
}

/** A schema is about what a text means where its media type says what that is: of YAML, whatever is in it. */
function schemaOfDownload(type: string): Json {
  return type.endsWith('yaml') ? {} : { type: 'string' };
}

function responsesOf<Deps>(route: Route<Deps>, content: Json): Json {
  const { operation, status = 200, mayStayOpen = false } = route;
  const position = { 'x-lcm-position': { description: 'Where this write can be read.', schema: { type: 'integer' } } };
  const answer = {
    ...(operation.kind === 'command' ? { headers: position } : {}),
    content,
  };
  return {
    [status]: { description: status === 202 ? accepted : 'Done.', ...answer },
    ...(mayStayOpen ? { 202: { description: accepted, ...answer } } : {}),
    ...Object.fromEntries(refusalsOf(route).map((code) => [code, { $ref: `#/components/responses/${code}` }])),
  };
}

/** Every status that is no success: there is no default, so that an answer with another one is a mistake. */
function refusalsOf<Deps>({ operation, method }: Route<Deps>): readonly (keyof typeof responses)[] {
  return [
    ...refusalsOfAll,
    ...(operation.allow === 'public' ? [] : refusalsOfSome.known),
    ...(operation.kind === 'command' ? refusalsOfSome.writing : []),
    ...(takesBody(method) ? refusalsOfSome.reading : []),
  ];
}

const accepted = 'Accepted: it goes on after this answer.';

/** Schemas with an id of their own become components; the rest stays where it is used. */
function hoist({ $defs, ...schema }: JsonSchema, schemas: Schemas): JsonSchema {
  for (const [name, definition] of Object.entries($defs ?? {})) schemas.set(name, relink(definition));
  return relink(schema);
}

function relink(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same schema with other links
  return JSON.parse(text) as JsonSchema;
}

function tagOf<Deps>({ path }: Route<Deps>): string {
  return path.split('/')[1] ?? 'other';
}

const problemSchema: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'correlationId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'In words, for a person.' },
    code: { type: 'string', description: 'For programs: aggregate.reason.', examples: ['worker.wrong-state'] },
    correlationId: { type: 'string' },
    details: { type: 'object', additionalProperties: true },
  },
};

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const responses = {
  400: problem('What was sent is not what this takes; details name the fields.'),
  401: problem('Nobody we know.'),
  403: problem('Known, but not allowed.'),
  404: problem('There is no such thing.'),
  409: problem('Not in its present state.'),
  412: problem('A later leader has spoken; only services are told this.'),
  413: problem('More than this takes at once.'),
  415: problem('Not JSON.'),
  422: problem('Understood, but it cannot be done so; the code says which rule is in the way.'),
  500: problem('A mistake of ours; the correlation id finds it in the log.'),
  503: problem('Not just now: try again after the seconds in Retry-After.'),
};

const refusalsOfAll = [400, 404, 409, 422, 500, 503] as const;
const refusalsOfSome = { known: [401, 403], writing: [412], reading: [413, 415] } as const;

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  session: { type: 'apiKey', in: 'cookie', name: 'lcm_session' },
  csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
};
