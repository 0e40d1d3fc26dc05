import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { FakeClock } from '@lcm/core/kernel';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { LdsEvent } from '../model/outbox.ts';
import { clientCredentials } from './client-credentials.ts';
import { sendTo } from './cloud-events-sink.ts';

const event: LdsEvent = {
  specversion: '1.0',
  id: 'e1',
  source: '/lds/simulator',
  type: 'io.lablet.lds.session.running.v1',
  subject: 'ses_1',
  time: '1970-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  data: { session_id: 's1', reference: 'ses_1', state: 'RUNNING', at: '1970-01-01T00:00:00.000Z' },
};

let closing: (() => void) | undefined;
afterEach(() => closing?.());

interface Peer {
  readonly url: string;
  readonly tokens: string[];
  readonly events: { authorization: string | undefined; type: string | undefined; body: unknown }[];
  refuse: number;
}

/** A token endpoint and a sink in one. */
async function peer(): Promise<Peer> {
  const seen: Peer = { url: '', tokens: [], events: [], refuse: 0 };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (request.url === '/token') {
      seen.tokens.push(body);
      response.end(JSON.stringify({ access_token: `t${seen.tokens.length}`, expires_in: 300 }));
      return;
    }
    const { authorization, 'content-type': type } = request.headers;
    seen.events.push({ authorization, type, body: JSON.parse(body) });
    seen.refuse -= 1;
    response.writeHead(seen.refuse >= 0 ? 401 : 202).end();
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return Object.assign(seen, { url: `http://127.0.0.1:${port}` });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

test('events arrive in structured mode with one token for all, and a new one before it expires', async () => {
  const clock = new FakeClock();
  const here = await peer();
  const account = { clientId: 'lds', clientSecret: 's&cret' };
  const token = clientCredentials({ tokenUrl: `${here.url}/token`, ...account, clock });
  const send = sendTo({ url: `${here.url}/events`, token });
  await send(event);
  await send(event);
  clock.step(295_000);
  await send(event);
  expect(here.events.map(({ authorization }) => authorization)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  expect(here.events[0]).toMatchObject({ type: 'application/cloudevents+json', body: event });
  expect(here.tokens[0]).toBe('grant_type=client_credentials');
});

test('a token that the sink refuses is replaced at the next try', async () => {
  const clock = new FakeClock();
  const here = await peer();
  const token = clientCredentials({ tokenUrl: `${here.url}/token`, clientId: 'lds', clientSecret: 'x', clock });
  const send = sendTo({ url: `${here.url}/events`, token });
  here.refuse = 1;
  await expect(send(event)).rejects.toThrow('the sink answered 401');
  await send(event);
  expect(here.events.at(-1)?.authorization).toBe('Bearer t2');
});
