import { z } from 'zod';
import type { GradingModel, Refusal } from '../model/grading-model.ts';
import { type Session, SessionOrder } from '../model/state.ts';

export interface ApiCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Route = readonly [
  method: string,
  path: RegExp,
  answer: (model: GradingModel, names: readonly string[], body: unknown) => ApiAnswer,
];

const routes: readonly Route[] = [
  ['POST', /^\/api\/v1\/sessions$/, (model, _, body) => create(model, body)],
  ['GET', /^\/api\/v1\/sessions\/([^/]+)$/, (model, [id = '']) => seen(model.session(id), `there is no session ${id}`)],
  [
    'POST',
    /^\/api\/v1\/sessions\/([^/]+)\/parts\/([^/]+)\/grade$/,
    (model, [id = '', part = '']) => after(model.grade(id, part), 202),
  ],
  [
    'GET',
    /^\/api\/v1\/sessions\/parts\/([^/]+)\/ruleset\/grading\/rules$/,
    (model, [form = '']) => seen(model.ruleset(form), `no grading toolkit is known for ${form}`),
  ],
];

/** Version 1 of the engine's API, as far as we use it. */
export function dispatch(model: GradingModel, { method, path, body }: ApiCall): ApiAnswer {
  const [plain = ''] = path.split('?');
  for (const [wanted, pattern, answer] of routes) {
    const match = wanted === method ? pattern.exec(plain) : null;
    if (match !== null) return answer(model, match.slice(1).map(decodeURIComponent), body);
  }
  return problem(404, `there is no ${method} ${plain}`);
}

function create(model: GradingModel, body: unknown): ApiAnswer {
  const read = SessionOrder.safeParse(body);
  return read.success ? after(model.create(read.data), 200) : problem(400, z.prettifyError(read.error));
}

function after(result: Session | Refusal, status: number): ApiAnswer {
  if ('detail' in result) return problem(result.status, result.detail);
  return { status, body: status === 202 ? undefined : viewOf(result) };
}

function seen(found: unknown, otherwise: string): ApiAnswer {
  return found === undefined
    ? problem(404, otherwise)
    : { status: 200, body: isSession(found) ? viewOf(found) : found };
}

function isSession(found: unknown): found is Session {
  return typeof found === 'object' && found !== null && 'parts' in found;
}

function viewOf({ parts, ...session }: Session): unknown {
  return { ...session, status: 'created', parts: parts.map(({ until: _, ...part }) => ({ ...part, auditTrail: [] })) };
}

/** RFC 9457. */
export function problem(status: number, detail: string): ApiAnswer {
  return { status, body: { type: 'about:blank', title: 'The grading engine refuses', status, detail } };
}
