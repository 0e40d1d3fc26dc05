import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { type Instant, instant, SeededRandom } from '@lcm/core/kernel';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { LabContent } from './content/lab-content.ts';
import { LdsModel } from './model/lds-model.ts';
import { type LdsSimulator, startLdsSimulator } from './server.ts';

const bound = z.object({ port: z.number() });
const launchAnswer = z.object({ url: z.string() });
const consoleUpdate = z.object({ type: z.string(), text: z.string(), status: z.string().optional() });

/** Real time that can be moved on. */
class AdjustableClock extends SystemClock {
  aheadMs = 0;

  override now(): Instant {
    return instant(super.now() + this.aheadMs);
  }
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A device with a prompt, whose configuration is the list of lines typed in configuration mode. */
async function fakeDevice(): Promise<{ port: number; typed: string[] }> {
  const typed: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let mode = '>';
    socket.write(Buffer.concat([Buffer.from([255, 251, 1, 255, 251, 3]), Buffer.from('R1>')]));
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        if (line !== '') typed.push(line);
        if (line === 'enable' || line === 'end') mode = '#';
        if (line === 'configure terminal') mode = '(config)#';
        socket.write(`${line}\r\nR1${mode}`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const { port } = bound.parse(server.address());
  return { port, typed };
}

const content: LabContent = {
  formQualifiedName: 'LAB 1',
  title: 'One router',
  durationMinutes: 60,
  tasks: '# Do it\n\nTurn on `ip routing`.',
  configurations: new Map([['R1', 'hostname R1']]),
  solution: new Map([['R1', 'hostname R1\nip routing\nip cef']]),
};

interface World {
  readonly server: LdsSimulator;
  readonly model: LdsModel;
  readonly id: string;
  readonly clock: AdjustableClock;
  readonly typed: string[];
}

async function world(): Promise<World> {
  const clock = new AdjustableClock();
  const model = new LdsModel({ clock, random: new SeededRandom(1) });
  const { port, typed } = await fakeDevice();
  const account = { username: 'lcm', password: 'secret' };
  const listen = { host: '127.0.0.1', port: 0, clock, typingPauseMs: 0 };
  const server = await startLdsSimulator({ model, ...listen, ...account, content: async () => content });
  closing.push(() => server.close());
  const order = { authIdType: 'ordered_session', authId: 'ses_1', candidate: '<Ada>', scheduledAt: instant(0) };
  const { id } = model.provision({ ...order, forms: ['LAB 1'] });
  model.setDevices(id, 1, [{ label: 'R1', protocol: 'telnet', host: '127.0.0.1', port }]);
  return { server, model, id, clock, typed };
}

async function launchUrl({ server, id }: World): Promise<string> {
  const headers = { authorization: `Basic ${Buffer.from('lcm:secret').toString('base64')}` };
  const response = await fetch(`${server.url}/reservations/v3/lab_session/${id}/lablet_launch_url`, { headers });
  return launchAnswer.parse(await response.json()).url;
}

async function launch(from: World): Promise<{ cookie: string }> {
  const response = await fetch(await launchUrl(from), { redirect: 'manual' });
  expect(response.headers.get('location')).toBe(`/sessions/${from.id}`);
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function post(url: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  const json = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
}

test('the launch URL leads to the page of its session', async () => {
  const here = await world();
  const headers = await launch(here);
  const page = await (await fetch(`${here.server.url}/sessions/${here.id}`, { headers })).text();
  expect(page).toContain('One router');
  expect(page).toContain('<code>ip routing</code>');
  expect(page).toContain('&lt;Ada&gt;');
  expect(page).toContain('Type the published solution here');
  expect(page).toContain('Simulation');
});

test('without the launch, with a forged token or with an old one there is a page that says so', async () => {
  const here = await world();
  const bare = await fetch(`${here.server.url}/sessions/${here.id}`);
  expect([bare.status, await bare.text()]).toEqual([403, expect.stringContaining('Launch the session first')]);
  const forged = await fetch(`${here.server.url}/launch?token=eyJhbGciOiJub25lIn0.e30.`);
  expect([forged.status, await forged.text()]).toEqual([403, expect.stringContaining('not valid')]);
  const url = await launchUrl(here);
  here.clock.aheadMs = 301_000;
  const late = await fetch(url);
  expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('expired')]);
});

test('a launch of one session opens no other', async () => {
  const here = await world();
  const headers = await launch(here);
  const request = { authIdType: 'ordered_session', candidate: 'Bob', scheduledAt: instant(0), forms: ['LAB 1'] };
  const other = here.model.provision({ ...request, authId: 'ses_2' });
  const response = await post(`${here.server.url}/sessions/${other.id}/actions`, { action: 'start' }, headers);
  expect(response.status).toBe(403);
  expect(here.model.session(other.id)?.state).toBe('PENDING');
});

test('the candidate types into a device and sees what it says', async () => {
  const here = await world();
  const headers = await launch(here);
  here.model.act(here.id, 'start');
  const url = `${here.server.url.replace('http', 'ws')}/sessions/${here.id}/devices/R1/console`;
  const socket = new WebSocket(url, { headers });
  let shown = '';
  const prompted = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const update = consoleUpdate.parse(JSON.parse(data.toString()));
      if (update.text.endsWith('R1>')) socket.send(JSON.stringify({ type: 'line', text: 'enable' }));
      if (update.type === 'output') shown += update.text;
      if (shown.endsWith('#')) resolve();
    });
  });
  await prompted;
  expect(shown).toBe('R1>enable\nR1#');
  const closed = new Promise<string>((resolve) => {
    socket.on('message', (data: Buffer) => resolve(data.toString()));
  });
  here.model.act(here.id, 'finish');
  expect(await closed).toContain('the session is not running');
  socket.terminate();
});

test('nobody else gets a console, and nobody before the start', async () => {
  const here = await world();
  const headers = await launch(here);
  const url = `${here.server.url.replace('http', 'ws')}/sessions/${here.id}/devices/R1/console`;
  const [error] = await once(new WebSocket(url), 'error');
  expect(String(error)).toContain('403');
  const [, reason] = await once(new WebSocket(url, { headers }), 'close');
  expect(String(reason)).toBe('the session is not running');
});

test('the published solution is typed line by line and shows its progress', async () => {
  const here = await world();
  const headers = await launch(here);
  here.model.act(here.id, 'start');
  const base = `${here.server.url}/sessions/${here.id}`;
  await post(`${base}/solution`, { part: 'all' }, headers);
  await expect
    .poll(async () => (await fetch(`${base}/state`, { headers })).json())
    .toMatchObject({
      state: 'RUNNING',
      typing: [{ label: 'R1', state: 'done', typed: 6, total: 6 }],
    });
  expect(here.typed).toEqual(['enable', 'configure terminal', 'ip routing', 'ip cef', 'end', 'write memory']);
});

test('half of the solution of one device is the first half of its lines', async () => {
  const here = await world();
  const headers = await launch(here);
  here.model.act(here.id, 'start');
  await post(`${here.server.url}/sessions/${here.id}/solution`, { part: 'half' }, headers);
  await expect.poll(() => here.typed).toContain('write memory');
  expect(here.typed).toEqual(['enable', 'configure terminal', 'ip routing', 'end', 'write memory']);
});
