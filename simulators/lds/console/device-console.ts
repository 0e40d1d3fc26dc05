import { connect, type Socket } from 'node:net';
import { ConsoleText } from './console-text.ts';

export type ConsoleStatus = 'connecting' | 'connected' | 'closed';

export type ConsoleUpdate =
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'status'; readonly status: ConsoleStatus; readonly text: string };

export interface ConsoleAddress {
  readonly host: string;
  readonly port: number;
}

const scrollbackChars = 64_000;

/** The one connection to a device's console, shared by everybody who looks at it and by who types for them. */
export class DeviceConsole {
  readonly address: ConsoleAddress;
  readonly #watchers = new Set<(update: ConsoleUpdate) => void>();
  #socket: Socket | undefined;
  #text = new ConsoleText();
  #scrollback = '';
  #last: ConsoleUpdate & { type: 'status' } = { type: 'status', status: 'closed', text: 'not connected' };

  constructor(address: ConsoleAddress) {
    this.address = address;
  }

  get status(): ConsoleStatus {
    return this.#last.status;
  }

  /** What is on the screen, as far as anybody remembers. */
  get shown(): string {
    return this.#scrollback;
  }

  /** What a newcomer needs to see what the others see. */
  replay(): readonly ConsoleUpdate[] {
    return [{ type: 'output', text: this.#scrollback }, this.#last];
  }

  watch(watcher: (update: ConsoleUpdate) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Connects unless it is connected already. */
  open(): void {
    if (this.#socket !== undefined) return;
    const text = new ConsoleText();
    this.#text = text;
    const socket = connect({ ...this.address, noDelay: true, keepAlive: true });
    this.#socket = socket;
    this.#tell({ type: 'status', status: 'connecting', text: 'connecting' });
    socket.on('connect', () => this.#tell({ type: 'status', status: 'connected', text: 'connected' }));
    socket.on('data', (chunk: Buffer) => this.#tell({ type: 'output', text: text.push(chunk) }));
    let why = 'the device closed the connection';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      why = error.code === 'ECONNREFUSED' ? 'nobody answers at the console: is the device up?' : error.message;
    });
    socket.on('close', () => this.#closed(socket, why));
  }

  /** Types a line. What is typed while not connected goes nowhere, as on a cut cable. */
  send(line: string): void {
    if (this.#socket === undefined) return;
    const typed = line.replaceAll(/[\r\n]/g, '');
    if (!this.#text.remoteEcho) this.#tell({ type: 'output', text: `${typed}\n` });
    this.#socket.write(`${typed}\r\n`);
  }

  close(why: string): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#closed(socket, why);
    socket.destroy();
  }

  #closed(socket: Socket, why: string): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#tell({ type: 'status', status: 'closed', text: why });
  }

  #tell(update: ConsoleUpdate): void {
    if (update.type === 'output') this.#scrollback = (this.#scrollback + update.text).slice(-scrollbackChars);
    else this.#last = update;
    for (const watcher of this.#watchers) watcher(update);
  }
}
