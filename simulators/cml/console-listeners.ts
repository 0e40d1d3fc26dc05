import { createServer, type Server, type Socket } from 'node:net';
import { consolePrompt, type PublishedConsole, publishedConsoles, typeAtConsole } from './model/device.ts';
import { getNode } from './model/labs.ts';
import type { CmlModel } from './model/model.ts';

/** How often published consoles are compared with the nodes that run: CML's own poll is 5 s. */
const POLL_MS = 250;

export interface ConsolePorts {
  /** Where the console tagged with this port listens; `undefined` while its node is down. */
  readonly actual: (tagged: number) => number | undefined;
  /** Compares at once instead of at the next poll. */
  readonly refresh: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface PublishOptions {
  readonly model: CmlModel;
  readonly host: string;
  readonly save: (state: unknown) => void;
  readonly consolePort: (tagged: number) => number;
}

interface Listener {
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly target: PublishedConsole;
}

/** Listens for each console that a tag publishes, for as long as its node runs. */
export function publishConsoles(options: PublishOptions): ConsolePorts {
  const listeners = new Map<number, Listener>();
  const refresh = async (): Promise<void> => {
    const wanted = new Map(
      (options.model.phase === 'ready' ? publishedConsoles(options.model) : []).map((one) => [one.port, one]),
    );
    const stale = [...listeners].filter(([port, { target }]) => wanted.get(port)?.nodeId !== target.nodeId);
    for (const [port, listener] of stale) {
      listeners.delete(port);
      stop(listener);
    }
    const missing = [...wanted.values()].filter(({ port }) => !listeners.has(port));
    await Promise.all(missing.map(async (target) => listen(target, options, listeners)));
  };
  const timer = setInterval(() => void refresh(), POLL_MS);
  timer.unref();
  const actual = (tagged: number): number | undefined => {
    const address = listeners.get(tagged)?.server.address();
    return typeof address === 'object' ? address?.port : undefined;
  };
  const close = async (): Promise<void> => {
    clearInterval(timer);
    for (const listener of listeners.values()) stop(listener);
    listeners.clear();
    await Promise.resolve();
  };
  return { actual, refresh, close };
}

function stop({ server, sockets }: Listener): void {
  for (const socket of sockets) socket.destroy();
  server.close();
}

async function listen(
  target: PublishedConsole,
  options: PublishOptions,
  listeners: Map<number, Listener>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    speak(socket, target, options);
  });
  listeners.set(target.port, { server, sockets, target });
  await new Promise<void>((resolve) => {
    // A taken port is only logged by CML as well; the next poll tries again.
    server.once('error', () => (listeners.delete(target.port), resolve()));
    server.listen(options.consolePort(target.port), options.host, resolve);
  });
}

/** A line-based console: the prompt, then for each line what it prints and the next prompt. */
function speak(socket: Socket, { labId, nodeId }: PublishedConsole, { model, save }: PublishOptions): void {
  const prompt = (): void =>
    void socket.write(consolePrompt(model, getNode(model, labId, nodeId).node).replaceAll('\n', '\r\n'));
  const take = (line: string): void => {
    const output = typeAtConsole(model, getNode(model, labId, nodeId).node, line);
    save(model.toJSON());
    if (output !== undefined && output !== '') socket.write(`${output.replaceAll('\n', '\r\n')}\r\n`);
    prompt();
  };
  let pending = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    pending += withoutTelnetCommands(chunk).replaceAll('\r\n', '\n').replaceAll('\r\0', '\n').replaceAll('\r', '\n');
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    try {
      for (const line of lines) take(afterEditing(line));
    } catch {
      // The lab was deleted under the console.
      socket.destroy();
    }
  });
  socket.write('\r\n');
  prompt();
}

/** Telnet negotiations (255, verb, option) are ignored: whoever asks gets a plain stream. */
function withoutTelnetCommands(chunk: Uint8Array): string {
  const kept: number[] = [];
  for (let index = 0; index < chunk.length; index += 1) {
    const byte = chunk[index] ?? 0;
    if (byte === 255) index += 2;
    else kept.push(byte);
  }
  return Buffer.from(kept).toString('utf8');
}

/** Backspaces as a terminal sends them, and Ctrl-C and Ctrl-Z. */
function afterEditing(line: string): string {
  if (line.includes('\u0003')) return '';
  if (line.includes('\u001A')) return 'end';
  let text = '';
  for (const character of line) {
    if (character === '\u0008' || character === '\u007F') text = text.slice(0, -1);
    else text += character;
  }
  return text;
}
