import type { Server } from 'node:https';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { simulationStats } from './http/statistics.ts';
import { happened } from './model/happenings.ts';
import type { CmlModel } from './model/model.ts';
import { labState } from './model/power.ts';
import type { Happening } from './model/state.ts';
import { systemStats } from './model/system.ts';
import { authorize } from './model/users.ts';

const POLL_MS = 300;
const STATS_EVERY_MS = 3_300;
const LOGIN_MS = 10_000;
const login = z.looseObject({ token: z.string() });

/** `wss://host/ws/ui`: the first frame must bring a token, then states and statistics are pushed. */
export function serveEvents(server: Server | undefined, model: CmlModel): () => void {
  if (!server) return () => undefined;
  const sockets = new WebSocketServer({ server, path: '/ws/ui' });
  sockets.on('connection', (socket) => greet(socket, model));
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

function greet(socket: WebSocket, model: CmlModel): void {
  const tooLate = setTimeout(() => socket.close(3000, 'Unauthorized'), LOGIN_MS);
  socket.on('close', () => clearTimeout(tooLate));
  socket.once('message', (data) => {
    clearTimeout(tooLate);
    try {
      const frame: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
      authorize(model, login.parse(frame).token);
      stream(socket, model);
    } catch {
      socket.close(3000, 'Unauthorized');
    }
  });
}

function stream(socket: WebSocket, model: CmlModel): void {
  const send = (frame: unknown): void => socket.send(JSON.stringify(frame));
  let seen: number = model.clock.now();
  const events = setInterval(() => {
    const news = happened(model, seen);
    seen = news.at(-1)?.at ?? seen;
    for (const one of news) for (const frame of frames(one)) send(frame);
  }, POLL_MS);
  const statistics = setInterval(() => {
    send({ event_type: 'system_stats', data: systemStats(model) });
    for (const lab of model.state.labs) {
      if (labState(model, lab) === 'STARTED')
        send({ event_type: 'lab_stats', lab_id: lab.id, data: simulationStats(model, lab) });
    }
  }, STATS_EVERY_MS);
  socket.on('close', () => {
    clearInterval(events);
    clearInterval(statistics);
  });
}

const labEvents: Readonly<Record<string, string>> = {
  ADD: 'created',
  REMOVE: 'deleted',
  CHANGE: 'modified',
  STATE_CHANGED: 'state',
};

function frames({ element, event, id, lab, data }: Happening): unknown[] {
  if (element === 'NODE')
    return [{ event_type: 'state_change', element_type: 'node', element_id: id, event, lab_id: lab, data }];
  if (element !== 'LAB') return [];
  return [
    {
      event_type: 'lab_event',
      event: labEvents[event] ?? 'modified',
      element_type: 'lab',
      element_id: id,
      lab_id: lab,
      data,
    },
  ];
}
