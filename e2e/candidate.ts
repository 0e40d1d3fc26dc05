import * as z from 'zod';
import { eventually } from './eventually.ts';

const State = z.object({
  state: z.string(),
  typing: z.array(z.object({ label: z.string(), state: z.string(), message: z.string().optional() })),
});

/** A candidate without a browser: follows the launch link and does what the page's buttons do. */
export class Candidate {
  readonly #page: string;
  readonly #cookie: string;

  constructor(page: string, cookie: string) {
    this.#page = page;
    this.#cookie = cookie;
  }

  static async launch(url: string): Promise<Candidate> {
    const answer = await fetch(url, { redirect: 'manual' });
    const [cookie, location] = [answer.headers.get('set-cookie'), answer.headers.get('location')];
    if (cookie === null || location === null) throw new Error(`the launch link answered ${answer.status}`);
    return new Candidate(new URL(location, url).href, cookie.split(';')[0] ?? '');
  }

  async act(action: 'start' | 'finish'): Promise<void> {
    await this.#post('/actions', { action });
  }

  async type(part: 'all' | 'half'): Promise<void> {
    await this.#post('/solution', { part });
  }

  async state(): Promise<z.output<typeof State>> {
    const response = await fetch(`${this.#page}/state`, { headers: { cookie: this.#cookie } });
    return State.parse(await response.json());
  }

  async hasTyped(): Promise<void> {
    await eventually('the solution is typed', async () => {
      const { typing } = await this.state();
      const failed = typing.find(({ state }) => state === 'failed');
      if (failed !== undefined) throw new Error(`${failed.label}: ${failed.message ?? 'typing failed'}`);
      return typing.length > 0 && typing.every(({ state }) => state === 'done');
    });
  }

  async #post(path: string, body: unknown): Promise<void> {
    const headers = { cookie: this.#cookie, 'content-type': 'application/json' };
    const response = await fetch(this.#page + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}
