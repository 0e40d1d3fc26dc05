import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { EventsCut, watchEvents } from './event-frames.ts';
import { strike } from './model/faults.ts';
import type { CmlModel } from './model/model.ts';
import { authorize } from './model/users.ts';

const LOGIN_MS = 10_000;
/** Who has so much waiting does not read: CML does not keep it for them for ever. */
const MOST_UNREAD_BYTES = 1_000_000;
const login = z.looseObject({ token: z.string() });

/** `wss://host/ws/ui`: the first frame must bring a token, then states and statistics are pushed. */
export function serveEvents(server: Server | undefined, model: CmlModel): () => void {
  if (!server) return () => undefined;
  const verifyClient = (_: { req: IncomingMessage }, answer: (ok: boolean, status?: number) => void): void => {
    const isDown = model.phase !== 'ready' || strike(model, 'unavailable', 'events') !== undefined;
    answer(!isDown, 503);
  };
  const sockets = new WebSocketServer({ server, path: '/ws/ui', verifyClient });
  sockets.on('connection', (socket) => greet(socket, model));
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

function greet(socket: WebSocket, model: CmlModel): void {
  const gone = new AbortController();
  const tooLate = async (): Promise<void> => {
    await model.clock.sleep(LOGIN_MS, gone.signal);
    if (!gone.signal.aborted && !known) socket.close(3000, 'Unauthorized');
  };
  let known = false;
  void tooLate();
  socket.on('close', () => gone.abort());
  socket.on('error', () => socket.terminate());
  socket.once('message', (data) => {
    known = isKnown(model, Buffer.isBuffer(data) ? data.toString('utf8') : '');
    if (known) void tell(socket, model, gone.signal);
    else socket.close(3000, 'Unauthorized');
  });
}

function isKnown(model: CmlModel, text: string): boolean {
  try {
    const frame: unknown = JSON.parse(text);
    authorize(model, login.parse(frame).token);
    return true;
  } catch {
    return false;
  }
}

async function tell(socket: WebSocket, model: CmlModel, signal: AbortSignal): Promise<void> {
  try {
    for await (const frame of watchEvents(model, signal)) {
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) throw new EventsCut();
      if (frame) socket.send(JSON.stringify(frame));
    }
    socket.close(1000);
  } catch (error) {
    socket.terminate();
    if (!(error instanceof EventsCut)) throw error;
  }
}
