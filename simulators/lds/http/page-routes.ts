import { readFileSync } from 'node:fs';
import { instant } from '@lcm/core/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Consoles, devicesOf, hasConsole } from '../console/consoles.ts';
import type { DeviceScript, SolutionTyping } from '../console/solution-typing.ts';
import type { CommandsBetween, ContentLoader, LabContent } from '../content/lab-content.ts';
import { solutionLines } from '../content/solution.ts';
import type { LdsModel } from '../model/lds-model.ts';
import type { LdsSession } from '../model/state.ts';
import { messagePage, sessionPage, stateTexts } from '../page/session-page.ts';
import type { LaunchTokens, TokenProblem } from './launch-tokens.ts';
import { pageCookie, sessionOfCookie } from './page-cookie.ts';
import { explain, problem, statusOf } from './wire.ts';

export interface PageDeps {
  readonly model: LdsModel;
  readonly tokens: LaunchTokens;
  readonly content: ContentLoader;
  readonly consoles: Consoles;
  readonly typing: SolutionTyping;
  readonly commandsBetween: CommandsBetween;
}

const sessionPath = z.object({ id: z.string() });
const actionBody = z.strictObject({ action: z.enum(['start', 'pause', 'resume', 'finish']) });
const solutionBody = z.strictObject({ device: z.string().optional(), part: z.enum(['all', 'half']) });

const words: Readonly<Record<TokenProblem, readonly [string, string]>> = {
  expired: [
    'This link has expired',
    'Launch links are only good for a few minutes. Go back and launch the session again.',
  ],
  forged: [
    'This link is not valid',
    'It was not made by this delivery system, or it was cut short. Launch the session again.',
  ],
};

const outage = ['The delivery system is down', 'Its operators have been told. Try again in a few minutes.'] as const;

/** The candidate's side: from the launch URL to the finished session. */
export function pageRoutes(app: FastifyInstance, deps: PageDeps): void {
  assetRoutes(app);
  app.get<{ Querystring: { token?: string } }>('/launch', async (request, reply) =>
    launch(deps, request.query.token, reply),
  );
  void app.register(async (page) => {
    page.addHook('preHandler', (request, reply) => authorize(deps, request, reply));
    page.get('/sessions/:id', async (request, reply) => {
      const session = sessionOf(deps.model, request);
      const content = await contentOf(session, deps.content);
      const solvable = new Set(scriptsOf(session, content, deps.commandsBetween).map(({ label }) => label));
      return sendPage(reply, sessionPage({ session, content, solvable }));
    });
    page.get('/sessions/:id/state', (request) => pageState(sessionOf(deps.model, request), deps));
    page.post('/sessions/:id/actions', (request, reply) => {
      const outcome = deps.model.act(sessionOf(deps.model, request).id, actionBody.parse(request.body).action);
      if (outcome.ok) return { state: outcome.value.state };
      const { rejection } = outcome;
      return reply.code(statusOf[rejection.code]).send(problem(rejection.code, explain(rejection)));
    });
    page.post('/sessions/:id/solution', (request) => typeSolution(sessionOf(deps.model, request), request.body, deps));
  });
}

async function launch(
  { model, tokens }: PageDeps,
  token: string | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const reading = await tokens.read('launch', token ?? '');
  if (model.isDown()) return sendPage(reply.code(503), messagePage(...outage));
  if ('problem' in reading) return sendPage(reply.code(403), messagePage(...words[reading.problem]));
  const { sessionId } = reading;
  if (!model.launchable(sessionId).ok) {
    return sendPage(
      reply.code(410),
      messagePage('This session is over', 'It was released; nothing is left to launch.'),
    );
  }
  model.opened(sessionId);
  const cookie = pageCookie(sessionId, await tokens.sign('page', sessionId));
  return reply.header('set-cookie', cookie).redirect(`/sessions/${sessionId}`, 303);
}

/** Only who launched this very session may see it; and no other site acts through their browser. */
async function authorize({ tokens, model }: PageDeps, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { id } = sessionPath.parse(request.params);
  const sessionId = await sessionOfCookie(tokens, request.headers.cookie);
  const isForeign = request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site';
  const isPage = !request.url.slice('/sessions/'.length).includes('/');
  if (model.isDown()) {
    if (isPage) return sendPage(reply.code(503), messagePage(...outage));
    return reply.code(503).send(problem('outage', 'The delivery system is down. Trying again.'));
  }
  if (sessionId !== id || isForeign || model.session(id) === undefined) {
    const text = 'Open it by its launch link: this page belongs to the candidate who launched it.';
    if (isPage) return sendPage(reply.code(403), messagePage('Launch the session first', text));
    return reply.code(403).send(problem('denied', 'Launch the session first.'));
  }
}

function sessionOf(model: LdsModel, request: FastifyRequest): LdsSession {
  const { id } = sessionPath.parse(request.params);
  const session = model.session(id);
  if (session === undefined) throw new Error(`session ${id} vanished`);
  return session;
}

async function contentOf(session: LdsSession, content: ContentLoader): Promise<LabContent | undefined> {
  const form = session.parts[0]?.formQualifiedName;
  return form === undefined ? undefined : content(form);
}

async function pageState(session: LdsSession, deps: PageDeps): Promise<unknown> {
  const content = await contentOf(session, deps.content);
  const devices = devicesOf(session).map(({ label, host, port }) => {
    const console = deps.consoles.find(session.id, label)?.status ?? 'not connected';
    return { label, host, port, console };
  });
  const remainingMs = remaining(session, content?.durationMinutes, deps.model.clock.now()) ?? null;
  const { state } = session;
  return { state, stateText: stateTexts[state], remainingMs, devices, typing: deps.typing.progress(session.id) };
}

/** What is left of the form's duration; pauses do not count. Before the start it is all of it. */
export function remaining(session: LdsSession, minutes: number | undefined, now: number): number | undefined {
  if (minutes === undefined) return undefined;
  const { startedAt, pausedAt, endedAt, pausedMs } = session;
  if (startedAt === undefined) return minutes * 60_000;
  const until = instant(Math.min(pausedAt ?? now, endedAt ?? now));
  return Math.max(0, minutes * 60_000 - (until - startedAt - pausedMs));
}

function scriptsOf(session: LdsSession, content: LabContent | undefined, between: CommandsBetween): DeviceScript[] {
  if (content === undefined) return [];
  return devicesOf(session)
    .filter(hasConsole)
    .map(({ label }) => ({ label, lines: solutionLines(content, label, between) }))
    .filter(({ lines }) => lines.length > 0);
}

async function typeSolution(session: LdsSession, body: unknown, deps: PageDeps): Promise<unknown> {
  const { device, part } = solutionBody.parse(body);
  const scripts = scriptsOf(session, await contentOf(session, deps.content), deps.commandsBetween);
  const wanted = scripts.filter(({ label }) => device === undefined || label === device);
  deps.typing.start(session.id, part === 'half' ? half(wanted) : wanted);
  return { typing: deps.typing.progress(session.id) };
}

/** Every second device; of a single one the first half of its lines. */
export function half(scripts: readonly DeviceScript[]): readonly DeviceScript[] {
  const [only] = scripts;
  if (only === undefined || scripts.length > 1) return scripts.filter((_script, at) => at % 2 === 0);
  return [{ ...only, lines: only.lines.slice(0, Math.ceil(only.lines.length / 2)) }];
}

const assets = {
  'session.css': 'text/css',
  'session.mjs': 'text/javascript',
  'console.mjs': 'text/javascript',
} as const;

function assetRoutes(app: FastifyInstance): void {
  for (const [name, type] of Object.entries(assets)) {
    const text = readFileSync(new URL(`../page/browser/${name}`, import.meta.url), 'utf8');
    app.get(`/assets/${name}`, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(text));
  }
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page);
}
