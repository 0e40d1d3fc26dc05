import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { instant } from '../../kernel/index.ts';
import { deliverySessionId } from '../../ports/lab-delivery/index.ts';
import { LdsLabDelivery } from './lds-lab-delivery.ts';

let closing: (() => void) | undefined;
afterEach(() => closing?.());

async function lds(answer: RequestListener, more: { frontendBaseUrl?: string; timeoutMs?: number } = {}) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return new LdsLabDelivery({ baseUrl: `http://127.0.0.1:${port}/`, username: 'lcm', password: 'hunter2', ...more });
}

const id = deliverySessionId('17');

test('wrong credentials are said to be wrong, without showing them', async () => {
  const delivery = await lds((_request, response) => void response.writeHead(401).end('{}'));
  const error = await delivery.release(id).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'LabDeliveryError', code: 'denied' });
  expect(String(error)).not.toContain('hunter2');
});

test('an answer that is no JSON counts as none, with its cause', async () => {
  const delivery = await lds((_request, response) => void response.end('<html>maintenance</html>'));
  const cause = expect.any(SyntaxError);
  await expect(delivery.session(id)).rejects.toMatchObject({ code: 'unreachable', cause });
});

test('a silent service is given up after the time-out', async () => {
  const delivery = await lds(() => undefined, { timeoutMs: 20 });
  await expect(delivery.session(id)).rejects.toThrow('no answer in time');
});

test('why it refused is passed on', async () => {
  const refusal = JSON.stringify({ error: { code: 'x', message: 'two devices are called R1' } });
  const delivery = await lds((_request, response) => void response.writeHead(409).end(refusal));
  const refused = { code: 'refused', message: expect.stringContaining('two devices are called R1') };
  await expect(delivery.setDevices(id, [])).rejects.toMatchObject(refused);
});

test('launch URLs are for the host that candidates reach', async () => {
  const url = JSON.stringify({ url: 'http://lds.internal:8081/launch?token=a.b.c' });
  const delivery = await lds((_request, response) => void response.end(url), {
    frontendBaseUrl: 'https://labs.example.net',
  });
  expect(await delivery.launchUrl(id)).toBe('https://labs.example.net/launch?token=a.b.c');
});

test('a deployment that only tells the id is asked for the state', async () => {
  const delivery = await lds(({ method }, response) => {
    response.end(JSON.stringify(method === 'POST' ? { session_id: 17 } : { session_id: 17, state: 'PENDING' }));
  });
  const request = { reference: 'ses_1', formQualifiedName: 'F', candidate: 'A', scheduledAt: instant(0) };
  const session = await delivery.provision(request);
  expect(session).toEqual({ id: '17', state: 'PENDING' });
});
