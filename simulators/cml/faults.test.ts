import { on, once } from 'node:events';
import { createConnection } from 'node:net';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { CmlError, type CmlErrorCode } from '@lcm/core/ports/cml';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DirectCmlServers } from './direct-cml-servers.ts';
import { CmlModel } from './model/model.ts';
import type { Fault } from './model/state.ts';
import { authenticate } from './model/users.ts';
import { type RunningCmlServer, startCmlServer } from './server.ts';

const HOUR_MS = 3_600_000;
const file = `
nodes:
  - {id: n0, label: R1, x: 0, y: 0, node_definition: iol-xe, tags: ['serial:5001'], interfaces: []}
links: []
lab: {title: small, version: 0.3.0}
`;
const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function overHttps() {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const server = await startCmlServer({ model, consolePort: () => 0 });
  const servers = new HttpCmlServers({ insecure: true, timeoutMs: 2_000 });
  cleanUps.push(server.close, async () => servers.close());
  const { username, password } = model.settings;
  return { clock, model, running: server, server: servers.at({ url: server.url, username, password }) };
}

function directly() {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const { username, password } = model.settings;
  return { clock, model, server: new DirectCmlServers(() => model).at({ url: 'https://cml', username, password }) };
}

async function codeOf(call: Promise<unknown>): Promise<CmlErrorCode | 'answered'> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  return outcome instanceof CmlError ? outcome.code : 'answered';
}

describe.each([
  ['directly', async () => Promise.resolve(directly())],
  ['over HTTPS', overHttps],
] as const)('a fault is met the same way %s', (_name, open) => {
  test.each([
    [{ kind: 'unavailable', match: 'labs', times: 1 }, 'not-ready'],
    [{ kind: 'refuse', match: 'labs', times: 1 }, 'refused'],
    [{ kind: 'refuse', match: 'labs', times: 1, status: 500 }, 'not-ready'],
    [{ kind: 'lose-answer', match: 'labs', times: 1 }, 'unreachable'],
  ] satisfies [Fault, CmlErrorCode][])('%j is %s, once', async (fault, code) => {
    const { model, server } = await open();
    model.addFault(fault);
    expect(await codeOf(server.labs())).toBe(code);
    expect(await codeOf(server.labs())).toBe('answered');
  });

  test('an import whose answer is lost has happened', async () => {
    const { model, server } = await open();
    model.addFault({ kind: 'lose-answer', match: 'import-lab', times: 1 });
    expect(await codeOf(server.importLab(file, 'mine'))).toBe('unreachable');
    expect((await server.labs()).map(({ title }) => title)).toEqual(['mine']);
    expect(model.effects['import:mine']).toBe(1);
  });

  test('a full disk and a refused start can be typed as titles', async () => {
    const { server } = await open();
    expect(await codeOf(server.importLab(file, 'fault:disk-full'))).toBe('not-ready');
    const id = await server.importLab(file, 'fault:start-refused');
    expect(await codeOf(server.startLab(id))).toBe('refused');
  });

  test('an extraction that fails once succeeds when it is repeated', async () => {
    const { clock, model, server } = await open();
    const id = await server.importLab(file, 'mine');
    await server.startLab(id);
    clock.step(HOUR_MS);
    model.addFault({ kind: 'extraction-fails', match: 'R1', times: 1 });
    const [refused] = await server.extractConfigurations(id);
    expect(refused?.unread).toEqual({ reason: expect.stringContaining('could not be extracted'), mayPass: true });
    const [read] = await server.extractConfigurations(id);
    expect(read?.unread).toBeUndefined();
    expect(read?.configuration).toContain('hostname R1');
  });

  test('a licence server that refuses, and one that never hears of a de-registration', async () => {
    const { clock, model, server } = await open();
    model.addFault({ kind: 'license-refused', times: 1 });
    await server.registerLicense('GOODTOKEN');
    clock.step(HOUR_MS);
    expect((await server.licensing()).registration).toBe('FAILED');
    await server.registerLicense('GOODTOKEN');
    clock.step(HOUR_MS);
    model.addFault({ kind: 'license-lost-on-deregister', times: 1 });
    expect(await server.deregisterLicense()).toEqual({ returned: false });
    expect(model.effects['deregister-lost']).toBe(1);
    expect(model.licenseServer.hosts).toEqual([model.state.productUuid]);
  });

  test('a licence server that is not reached: CML tries on, renews nothing, and its licence runs out', async () => {
    const { clock, model, server } = await open();
    await server.registerLicense('GOODTOKEN');
    clock.step(HOUR_MS);
    const day = 24 * HOUR_MS;
    clock.step(60 * day);
    expect((await server.licensing()).authorizationExpiresAt).toBeGreaterThan(clock.now() + 80 * day);
    model.addFault({ kind: 'license-server-unreachable' });
    clock.step(89 * day);
    await server.renewLicense();
    expect((await server.licensing()).authorization).toBe('IN_COMPLIANCE');
    clock.step(2 * day);
    expect(await server.licensing()).toMatchObject({ authorization: 'AUTHORIZATION_EXPIRED', nodeLimit: 5 });
    model.clearFaults();
    await server.renewLicense();
    expect((await server.licensing()).authorization).toBe('IN_COMPLIANCE');
  });

  test('a registration that does not reach the licence server is tried again by CML', async () => {
    const { clock, model, server } = await open();
    model.addFault({ kind: 'license-server-unreachable' });
    await server.registerLicense('GOODTOKEN');
    clock.step(HOUR_MS);
    const { registration, failure } = await server.licensing();
    expect([registration, failure]).toEqual(['RETRY_IN_PROGRESS', 'Communication send error.']);
  });
});

test('a token that has expired is renewed without anybody noticing', async () => {
  const { clock, model, server } = await overHttps();
  expect(await server.labs()).toEqual([]);
  clock.step(25 * HOUR_MS);
  expect(await server.labs()).toEqual([]);
  model.state.tokens = [];
  expect(await Promise.all([server.labs(), server.stats(), server.health()])).toHaveLength(3);
});

test('what takes too long is unreachable', async () => {
  const { model, running } = await overHttps();
  const impatient = new HttpCmlServers({ insecure: true, timeoutMs: 20 });
  cleanUps.push(async () => impatient.close());
  const { username, password } = model.settings;
  model.addFault({ kind: 'slow', match: 'system', ms: 200, times: 1 });
  expect(await codeOf(impatient.at({ url: running.url, username, password }).system())).toBe('unreachable');
});

test('a certificate that nobody vouches for is not accepted unless told so', async () => {
  const { running } = await overHttps();
  const careful = new HttpCmlServers({ timeoutMs: 2_000 });
  cleanUps.push(async () => careful.close());
  expect(await codeOf(careful.at({ url: running.url, username: 'admin', password: 'x' }).system())).toBe('unreachable');
});

test('a tagged console is a plain line-based stream while its node runs', async () => {
  const { clock, running, server } = await overHttps();
  const id = await server.importLab(file, 'mine');
  await server.startLab(id);
  clock.step(HOUR_MS);
  await running.consoles.refresh();
  const heard = await talk(
    running,
    ['enable', 'configure terminal', 'vlan 10', 'name Users', 'end', 'show vlan brief'],
    'Users ',
  );
  expect(heard).toContain('R1>');
  expect(heard).toContain('R1(config-vlan)#');
  expect((await server.extractConfigurations(id))[0]?.configuration).toContain('vlan 10\n name Users\n');
  await server.stopLab(id);
  clock.step(HOUR_MS);
  await running.consoles.refresh();
  expect(running.consoles.actual(5001)).toBeUndefined();
});

/** Types lines and listens until a text was heard. */
async function talk(running: RunningCmlServer, lines: readonly string[], until: string): Promise<string> {
  const socket = createConnection({ port: running.consoles.actual(5001) ?? 0, host: '127.0.0.1' });
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
  let heard = '';
  for await (const chunk of socket) {
    heard += String(chunk);
    if (heard.includes(until)) break;
  }
  socket.destroy();
  return heard;
}

test('the event socket wants a token first and then tells of states', async () => {
  const { clock, model, running, server } = await overHttps();
  const id = await server.importLab(file, 'mine');
  const { token } = authenticate(model, { username: 'admin', password: 'cml-simulator' });
  const socket = new WebSocket(`${running.url.replace('https', 'wss')}/ws/ui`, { rejectUnauthorized: false });
  await new Promise((resolve) => socket.once('open', resolve));
  const frames = on(socket, 'message');
  socket.send(JSON.stringify({ token }));
  const next = async (): Promise<unknown> => JSON.parse(String((await frames.next()).value?.[0]));
  expect(await next()).toMatchObject({ event_type: 'system_stats' });
  await server.startLab(id);
  clock.step(HOUR_MS);
  const told = [await next(), await next()];
  expect(told).toContainEqual(expect.objectContaining({ event_type: 'state_change', event: 'QUEUED', lab_id: id }));
  expect(told).toContainEqual(expect.objectContaining({ event_type: 'lab_event', event: 'state', lab_id: id }));
  socket.terminate();
});

test.each(['not a token', JSON.stringify({ token: 'forged' })])('the event socket closes on %s', async (greeting) => {
  const { running } = await overHttps();
  const socket = new WebSocket(`${running.url.replace('https', 'wss')}/ws/ui`, { rejectUnauthorized: false });
  socket.on('open', () => socket.send(greeting));
  const [code] = await once(socket, 'close');
  expect(code).toBe(3000);
});

test('the event socket does not wait for ever for a token', async () => {
  const { clock, running } = await overHttps();
  const socket = new WebSocket(`${running.url.replace('https', 'wss')}/ws/ui`, { rejectUnauthorized: false });
  await once(socket, 'open');
  clock.step(10_000);
  const [code] = await once(socket, 'close');
  expect(code).toBe(3000);
});

test('a token that expired before the socket opened is renewed, once', async () => {
  const { clock, model, server } = await overHttps();
  await server.labs();
  clock.step(25 * HOUR_MS);
  const stop = new AbortController();
  const events = server.events(stop.signal);
  expect(await events.next()).toMatchObject({ value: { type: 'keep-alive' } });
  expect(model.state.tokens).toHaveLength(1);
  stop.abort();
});

test('who does not read what the server tells is cut', async () => {
  const { clock, model, running, server } = await overHttps();
  const free = Array.from(
    { length: 200 },
    (_, n) => `  - {id: n${n}, label: S${n}, x: 0, y: 0, node_definition: unmanaged_switch}`,
  );
  const busy = `nodes:\n${free.join('\n')}\nlinks: []\nlab: {title: busy, version: 0.3.0}\n`;
  for (const title of ['a', 'b', 'c', 'd']) await server.startLab(await server.importLab(busy, title));
  clock.step(HOUR_MS);
  const { token } = authenticate(model, { username: 'admin', password: 'cml-simulator' });
  const socket = new WebSocket(`${running.url.replace('https', 'wss')}/ws/ui`, { rejectUnauthorized: false });
  await once(socket, 'open');
  socket.send(JSON.stringify({ token }));
  await once(socket, 'message');
  socket.pause();
  const closed = once(socket, 'close');
  for (let round = 0; round < 200; round += 1) {
    clock.step(4_000);
    await new Promise(setImmediate);
  }
  socket.resume();
  expect((await closed)[0]).toBe(1006);
});

test('many calls at once log in once, and once more when their token is no longer taken', async () => {
  const { model, server } = await overHttps();
  const id = await server.importLab(file, 'mine');
  const calls = async () => Promise.all([server.topology(id), server.portsInUse(), server.nodes(id), server.labs()]);
  model.state.tokens = [];
  await calls();
  expect(model.state.tokens).toHaveLength(1);
  model.state.tokens = [];
  await calls();
  expect(model.state.tokens).toHaveLength(1);
});

test('a lab is read in as many calls however large it is', async () => {
  const { model, server } = await overHttps();
  const many = Array.from(
    { length: 40 },
    (_, n) => `  - {id: n${n}, label: R${n}, x: ${n}, y: 0, node_definition: alpine}`,
  );
  const large = `nodes:\n${many.join('\n')}\nlinks: []\nlab: {title: large, version: 0.3.0}\n`;
  const ids = [await server.importLab(file, 'small'), await server.importLab(large, 'large')];
  for (const id of ids) {
    model.clearFaults();
    // Counts down with each call that it does not slow at all.
    model.addFault({ kind: 'slow', ms: 0, times: 1000 });
    await server.topology(id);
    expect(1000 - (model.state.faults[0]?.times ?? 0)).toBe(4);
  }
});
