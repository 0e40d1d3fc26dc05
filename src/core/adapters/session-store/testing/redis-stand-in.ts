import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../../kernel/index.ts';

interface Entry {
  readonly value: string;
  readonly until: number;
}

const ok = '+OK\r\n';
const nothing = '$-1\r\n';
const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

/** The few commands of Redis that sessions need, over a real connection, by a clock that tests move. */
export class RedisStandIn {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;
  /** Takes what it is sent and says nothing, with its connections open. */
  isSilent = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** At the same port as before, where it was started before. */
  async start(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object') this.#port = address?.port ?? 0;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      for (let next = commandIn(received); next; next = commandIn(received)) {
        received = next.rest;
        if (!this.isSilent) socket.write(this.#answer(next.words));
      }
    });
  }

  #answer([name = '', key = '', value = '', ...options]: readonly string[]): string {
    switch (name.toUpperCase()) {
      case 'SET':
        return this.#set(key, value, options);
      case 'GET':
        return this.#get(key);
      case 'DEL':
        return `:${Number(this.#entries.delete(key))}\r\n`;
      case 'CLIENT':
        return ok;
      default:
        return `-ERR unknown command '${name}'\r\n`;
    }
  }

  #set(key: string, value: string, options: readonly string[]): string {
    if (options.includes('XX') && this.#live(key) === undefined) return nothing;
    this.#entries.set(key, { value, until: Number(options[options.indexOf('PXAT') + 1]) });
    return ok;
  }

  #get(key: string): string {
    const entry = this.#live(key);
    return entry ? bulk(entry.value) : nothing;
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#clock.now() ? entry : undefined;
  }
}

/** A command is an array of texts, each behind its length; the texts of these tests have one byte a character. */
function commandIn(received: string): { words: readonly string[]; rest: string } | undefined {
  const [, count] = /^\*(\d+)\r\n/.exec(received) ?? [];
  if (count === undefined) return undefined;
  let rest = received.slice(count.length + 3);
  const words: string[] = [];
  while (words.length < Number(count)) {
    const [head, length] = /^\$(\d+)\r\n/.exec(rest) ?? [];
    if (head === undefined || rest.length < head.length + Number(length) + 2) return undefined;
    words.push(rest.slice(head.length, head.length + Number(length)));
    rest = rest.slice(head.length + Number(length) + 2);
  }
  return { words, rest };
}
