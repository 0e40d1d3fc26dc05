import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Consoles } from '../console/consoles.ts';
import type { LdsModel } from '../model/lds-model.ts';
import type { LaunchTokens } from './launch-tokens.ts';
import { sessionOfCookie } from './page-cookie.ts';

export interface ConsoleSocketDeps {
  readonly model: LdsModel;
  readonly tokens: LaunchTokens;
  readonly consoles: Consoles;
}

interface Wanted {
  readonly sessionId: string;
  readonly label: string;
}

const path = /^\/sessions\/([^/]+)\/devices\/([^/]+)\/console$/;
const message = z.strictObject({ type: z.literal('line'), text: z.string().max(2000) });
/** A browser that reads slower than the device prints is cut rather than buffered for. */
const maxBufferedBytes = 4_000_000;

/** WebSockets of the candidate's page, each shown one device's console. Answers a function that closes them. */
export function consoleSockets(server: Server, deps: ConsoleSocketDeps): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16_384 });
  const accept = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const wanted = await authorized(request, deps);
    if (wanted === undefined) throw new Error('not the candidate of this session');
    sockets.handleUpgrade(request, stream, head, (socket) => show(socket, wanted, deps));
  };
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    accept(request, stream, head).catch(() => stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n'));
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

async function authorized(request: IncomingMessage, { tokens }: ConsoleSocketDeps): Promise<Wanted | undefined> {
  const found = path.exec(new URL(request.url ?? '', 'http://lds').pathname);
  const [sessionId, label] = [found?.[1], found?.[2]];
  const owner = await sessionOfCookie(tokens, request.headers.cookie);
  if (sessionId === undefined || label === undefined || owner !== sessionId) return undefined;
  return { sessionId, label: decodeURIComponent(label) };
}

function show(socket: WebSocket, wanted: Wanted, { consoles, model }: ConsoleSocketDeps): void {
  const console = consoles.open(wanted.sessionId, wanted.label);
  if (console === undefined) {
    socket.close(1000, 'the session is not running');
    return;
  }
  const tell = (update: unknown): void => {
    if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
    else socket.send(JSON.stringify(update));
  };
  for (const update of console.replay()) tell(update);
  const unwatch = console.watch(tell);
  socket.on('close', unwatch);
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const parsed = message.safeParse(jsonOf(data));
    if (!parsed.success || model.session(wanted.sessionId)?.state !== 'RUNNING') return;
    console.send(parsed.data.text);
    model.typed(wanted.sessionId);
  });
}

function jsonOf(data: RawData): unknown {
  try {
    return JSON.parse(textOf(data));
  } catch {
    return undefined;
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return new TextDecoder().decode(data);
}
