import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

const Login = z.object({ name: z.string(), password: z.string() });

/** In front of a gateway: knows one user, and says what etcd 3.4 says to whoever is not known. */
export class GuardedGateway {
  readonly #target: string;
  readonly #server = createServer((asked, answer) => void this.#serve(asked, answer));
  #logins = 0;
  isEnabled = true;

  private constructor(target: string) {
    this.#target = target;
  }

  static async open(target: string): Promise<GuardedGateway> {
    const guarded = new GuardedGateway(target);
    guarded.#server.listen(0, '127.0.0.1');
    await once(guarded.#server, 'listening');
    onTestFinished(() => {
      guarded.#server.close();
      guarded.#server.closeAllConnections();
    });
    return guarded;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  get logins(): number {
    return this.#logins;
  }

  /** As when they are too old: the next ones are others. Streams that were let in stay, unless they are cut. */
  forgetTokens({ cut = false } = {}): void {
    this.#logins += 1_000;
    if (cut) this.#server.closeAllConnections();
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    if (asked.url === '/v3/auth/authenticate') return this.#login(asked, answer);
    const { authorization } = asked.headers;
    const isKnown = !this.isEnabled || authorization === `token.${this.#logins}`;
    if (isKnown) return this.#pass(asked, answer);
    const [code, message] = authorization === undefined ? [3, 'user name is empty'] : [16, 'invalid auth token'];
    if (asked.url !== '/v3/watch') return refuse(answer, { code, message: `etcdserver: ${message}` });
    answer.end(
      `${JSON.stringify({ result: { created: true, canceled: true, cancel_reason: `etcdserver: ${message}` } })}\n`,
    );
  }

  async #login(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { name, password } = Login.parse(JSON.parse((await asked.toArray()).join('')));
    if (!this.isEnabled) return refuse(answer, { code: 9, message: 'etcdserver: authentication is not enabled' });
    if (`${name}:${password}` !== 'lcm:right') {
      const message = 'etcdserver: authentication failed, invalid user ID or password';
      return refuse(answer, { code: 3, message });
    }
    this.#logins += 1;
    answer.end(JSON.stringify({ token: `token.${this.#logins}` }));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, headers } = asked;
    const onward = request(`${this.#target}${asked.url}`, { method, headers }, (said) => {
      answer.writeHead(said.statusCode ?? 500, said.headers);
      said.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }
}

function refuse(answer: ServerResponse, refusal: { readonly code: number; readonly message: string }): void {
  answer.writeHead(refusal.code === 16 ? 401 : 400).end(JSON.stringify(refusal));
}
