import type { FastifyInstance } from 'fastify';

/** As much of a browser as a login needs: it keeps cookies by path and follows redirects when told to. */
export class Browser {
  readonly cookies = new Map<string, { readonly value: string; readonly path: string; readonly line: string }>();
  readonly #app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  async get(url: string, headers: Record<string, string> = {}) {
    return this.#send({ method: 'GET', url, headers });
  }

  async post(
    url: string,
    {
      form,
      json,
      headers = {},
    }: { form?: Record<string, string>; json?: object; headers?: Record<string, string> } = {},
  ) {
    if (form === undefined)
      return this.#send({ method: 'POST', url, headers, ...(json === undefined ? {} : { payload: json }) });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#send({
      method: 'POST',
      url,
      headers: { ...type, ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  }

  async follow(first: Promise<Awaited<ReturnType<Browser['get']>>>) {
    let answer = await first;
    for (let hops = 0; hops < 10; hops += 1) {
      const { location } = answer.headers;
      if (answer.statusCode < 300 || answer.statusCode > 399 || typeof location !== 'string') break;
      answer = await this.get(location);
    }
    return answer;
  }

  /** The answer that leads to the callback with a code: not followed, so that tests can meddle with it. */
  async codeFor(username: string, returnTo = '/'): Promise<string> {
    const page = await this.follow(this.get(`/api/v1/auth/login?returnTo=${encodeURIComponent(returnTo)}`));
    const action = /action="([^"]+)"/.exec(page.body)?.[1] ?? '';
    let answer = await this.post(action, { form: { username, password: 'test' } });
    for (let hops = 0; hops < 5 && !String(answer.headers.location).includes('/callback'); hops += 1) {
      answer = await this.get(String(answer.headers.location));
    }
    return String(answer.headers.location);
  }

  /** From the login link to the page that was asked for. */
  async logIn(username: string, { password = 'test', returnTo = '/' } = {}) {
    const page = await this.follow(this.get(`/api/v1/auth/login?returnTo=${encodeURIComponent(returnTo)}`));
    const action = /action="([^"]+)"/.exec(page.body)?.[1];
    if (action === undefined) return page;
    return this.follow(this.post(action, { form: { username, password } }));
  }

  async csrf(): Promise<Record<string, string>> {
    const { csrfToken } = (await this.get('/api/v1/auth/me')).json();
    return { 'x-csrf-token': String(csrfToken) };
  }

  async #send(request: {
    method: 'GET' | 'POST';
    url: string;
    headers: Record<string, string>;
    payload?: string | object;
  }) {
    const { pathname, search } = new URL(request.url, 'http://localhost:8000');
    const own = [...this.cookies].filter(([, { path }]) => pathname.startsWith(path));
    const cookie = own.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const answer = await this.#app.inject({
      ...request,
      url: `${pathname}${search}`,
      headers: { host: 'localhost:8000', accept: 'text/html', cookie, ...request.headers },
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
    const isGone = value === '' || /expires=Thu, 01 Jan 1970|max-age=0/i.test(line);
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, { value, path, line });
  }
}
