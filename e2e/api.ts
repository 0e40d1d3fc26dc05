import * as z from 'zod';
import { eventually, type Patience } from './eventually.ts';

export const Worker = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  service: z.string(),
  publicIp: z.string().optional(),
  license: z.object({ status: z.string(), nodeLimit: z.number().optional() }),
  reservations: z.record(z.string(), z.object({ sessionId: z.string(), ports: z.record(z.string(), z.number()) })),
});
export type Worker = z.output<typeof Worker>;

const Step = z.object({ status: z.string(), attempts: z.number() });
export const Session = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  status: z.string(),
  reason: z.string(),
  timeslot: z.object({ start: z.string(), end: z.string() }).optional(),
  placement: z
    .object({
      workerId: z.string(),
      workerName: z.string(),
      from: z.string(),
      until: z.string(),
      ports: z.record(z.string(), z.number()),
      why: z.string(),
    })
    .optional(),
  verdict: z.object({ placed: z.boolean(), summary: z.string() }).optional(),
  progress: z.record(z.string(), z.record(z.string(), Step)),
  score: z.object({ points: z.number(), maxPoints: z.number(), percent: z.number(), result: z.string() }).optional(),
  outcome: z.object({ result: z.string(), reason: z.string() }).optional(),
});
export type Session = z.output<typeof Session>;

const Definition = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  needs: z.object({ nodes: z.number() }),
});
const Token = z.object({ access_token: z.string() });

/** The REST API as one person with a bearer token uses it. */
export class Api {
  readonly #url: string;
  readonly #username: string;
  #token: string | undefined;

  constructor(url: string, username: string) {
    this.#url = url;
    this.#username = username;
  }

  async get(path: string): Promise<unknown> {
    return this.#call('GET', path);
  }

  async post(path: string, body: unknown = {}): Promise<unknown> {
    return this.#call('POST', path, body);
  }

  async workers(): Promise<readonly Worker[]> {
    return z.object({ items: z.array(Worker) }).parse(await this.get('/workers')).items;
  }

  async worker(id: string): Promise<Worker> {
    return Worker.parse(await this.get(`/workers/${id}`));
  }

  async definition(slug: string): Promise<z.output<typeof Definition>> {
    const { items } = z.object({ items: z.array(Definition) }).parse(await this.get('/lablet-definitions'));
    const found = items.find((each) => each.slug === slug);
    if (found === undefined) throw new Error(`there is no definition ${slug}`);
    return found;
  }

  async book(booking: { readonly slug: string; readonly start?: string; readonly name?: string }): Promise<Session> {
    const { slug, ...rest } = booking;
    const { id: definitionId } = await this.definition(slug);
    return Session.parse(await this.post('/lablet-sessions', { definitionId, ...rest }));
  }

  async sessions(): Promise<readonly Session[]> {
    return z.object({ items: z.array(Session) }).parse(await this.get('/lablet-sessions')).items;
  }

  async session(id: string): Promise<Session> {
    return Session.parse(await this.get(`/lablet-sessions/${id}`));
  }

  async sessionIs(id: string, wanted: string, patience: Patience = { withinMs: 60_000 }): Promise<Session> {
    return eventually(
      `session ${id} is ${wanted}`,
      async () => {
        const session = await this.session(id);
        if (session.status === wanted) return session;
        const isOver = ['archived', 'failed', 'expired', 'terminated'].includes(session.status);
        if (isOver) throw new Error(`${id} is ${session.status} and not ${wanted}: ${JSON.stringify(session.outcome)}`);
        return undefined;
      },
      patience,
    );
  }

  async launchUrl(id: string): Promise<string> {
    return z.object({ url: z.string() }).parse(await this.get(`/lablet-sessions/${id}/launch`)).url;
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    this.#token ??= await this.#login();
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.status === 401) this.#token = undefined;
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  async #login(): Promise<string> {
    const response = await fetch(`${this.#url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: this.#username, password: 'test' }),
    });
    return Token.parse(await response.json()).access_token;
  }
}
