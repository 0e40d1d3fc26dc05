/** What came back, and where from after all redirects. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

interface Sent {
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const hopLimit = 10;

/** As much of a browser as a login over two servers needs: cookies by origin, and redirects that are followed. */
export class WebClient {
  /** Every address it was at, in order. */
  readonly visited: string[] = [];
  readonly #cookies = new Map<string, Map<string, string>>();

  async open(url: string, sent: Sent = {}): Promise<Page> {
    let next: string | undefined = url;
    let request: Sent & { readonly method?: string } = sent;
    for (let hops = 0; hops < hopLimit && next !== undefined; hops += 1) {
      const answer: Response = await this.#send(next, request);
      const location = answer.headers.get('location');
      if (location === null) return { url: next, status: answer.status, text: await answer.text() };
      next = new URL(location, next).href;
      request = {};
    }
    throw new Error(`more than ${hopLimit} redirects from ${url}`);
  }

  /** Fills in the one form of a page. */
  async submit(page: Page, form: Readonly<Record<string, string>>): Promise<Page> {
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(page.text) ?? [];
    if (action === undefined)
      throw new Error(`there is no form at ${page.url}: ${page.status} ${page.text.slice(0, 300)}`);
    return this.open(new URL(action.replaceAll('&amp;', '&'), page.url).href, { form });
  }

  /** As a script of a page does it. */
  async post(url: string, json: object, headers: Readonly<Record<string, string>>): Promise<Response> {
    return this.#send(url, { json, headers });
  }

  async #send(url: string, { form, json, headers = {} }: Sent): Promise<Response> {
    this.visited.push(url);
    const { origin } = new URL(url);
    const own = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) }),
      ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }),
    });
    for (const line of answer.headers.getSetCookie()) keep(own, line);
    return answer;
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '' || /max-age=0(;|$)/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
