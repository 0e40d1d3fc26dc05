import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { instant, SeededRandom } from '@lcm/core/kernel';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { LdsModel } from './model/lds-model.ts';
import { type LdsSimulator, type LdsSimulatorOptions, startLdsSimulator } from './server.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map(async (close) => close()));
});

const account = { username: 'lcm', password: 'secret' };
const headers = { authorization: `Basic ${Buffer.from('lcm:secret').toString('base64')}` };
const order = { authIdType: 'ordered_session', candidate: 'Ada', scheduledAt: instant(0), forms: ['LAB 1'] };
const noContent = async (): Promise<undefined> => undefined;

async function start(model: LdsModel, more: Partial<LdsSimulatorOptions> = {}): Promise<LdsSimulator> {
  const server = await startLdsSimulator({
    model,
    host: '127.0.0.1',
    port: 0,
    content: noContent,
    ...account,
    ...more,
  });
  closing.push(() => server.close());
  return server;
}

function open(saved?: unknown): LdsModel {
  return new LdsModel({ clock: new SystemClock(), random: new SeededRandom(1), saved });
}

/** A sink that takes everything. */
async function sink(): Promise<{ url: string; subjects: string[] }> {
  const subjects: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      subjects.push(z.object({ subject: z.string() }).parse(JSON.parse(body)).subject);
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}`, subjects };
}

test('an event that nobody took before a kill is delivered after it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lds-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = new StateFile(join(folder, 'lds.json'));
  const before = open();
  await start(before, { state: file });
  before.act(before.provision({ ...order, authId: 'ses_1' }).id, 'start');
  const { url, subjects } = await sink();
  await start(open(file.read()), { sink: { url } });
  await expect.poll(() => subjects).toEqual(['ses_1']);
});

test('who asks with other credentials is refused before anything happens', async () => {
  const model = open();
  const { url } = await start(model);
  const wrong = { authorization: `Basic ${Buffer.from('lcm:guess').toString('base64')}` };
  const response = await fetch(`${url}/reservations/v3/lab_session/x/release`, { method: 'POST', headers: wrong });
  expect(response.status).toBe(401);
});

test('a release without a body is the 415 of the real service', async () => {
  const model = open();
  const { url } = await start(model);
  const { id } = model.provision({ ...order, authId: 'ses_1' });
  const response = await fetch(`${url}/reservations/v3/lab_session/${id}/release`, { method: 'POST', headers });
  expect(response.status).toBe(415);
  expect(model.session(id)?.state).toBe('PENDING');
});

test('an order that makes no sense is refused with what is wrong about it', async () => {
  const { url } = await start(open());
  const json = { ...headers, 'content-type': 'application/json' };
  const init = { method: 'POST', headers: json, body: '{"auth_id":"a"}' };
  const response = await fetch(`${url}/reservations/v3/lab_session`, init);
  expect(response.status).toBe(400);
  const error = { code: 'request.invalid', message: expect.stringContaining('candidate_id') };
  expect(await response.json()).toEqual({ error });
});

test('faults are armed over the network, and the look inside shows no key', async () => {
  const model = open();
  const { url } = await start(model);
  const json = { 'content-type': 'application/json' };
  await fetch(`${url}/_faults`, { method: 'POST', headers: json, body: '{"kind":"outage","forMs":60000}' });
  const down = await fetch(`${url}/reservations/v3/lab_session/x`, { headers });
  expect(down.status).toBe(503);
  const inside = await fetch(`${url}/_state`);
  expect(await inside.text()).not.toContain(model.launchKey);
  await fetch(`${url}/_faults`, { method: 'DELETE' });
  const up = await fetch(`${url}/reservations/v3/lab_session/x`, { headers });
  expect(up.status).toBe(404);
});
