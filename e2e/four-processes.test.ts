import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Installation, install } from './four-processes/installation.ts';
import { eventually, Rest } from './four-processes/rest.ts';

let lcm: Installation;
let admin: Rest;

beforeAll(async () => {
  lcm = await install();
  admin = await Rest.logIn(lcm.url, 'admin');
}, 60_000);

afterAll(async () => lcm.close());

const worker = async (id: unknown) => admin.get(`/workers/${String(id)}`);
const session = async (id: unknown) => admin.get(`/lablet-sessions/${String(id)}`);

test('four processes bring a session up, three of them are killed on the way, and everything is given back', async () => {
  onTestFailed(() =>
    console.error(
      Object.values(lcm.services)
        .map(({ said }) => said)
        .join('\n'),
    ),
  );
  const { id: workerId } = await admin.post('/workers', { template: 'metal' });
  await eventually(
    'the launch',
    () => worker(workerId),
    ({ instanceId }) => instanceId !== undefined,
  );
  await lcm.services['worker-controller'].kill();
  lcm.services['worker-controller'].startAgain();
  const running = await eventually(
    'a licensed worker',
    () => worker(workerId),
    ({ status, service, license }) => status === 'running' && service === 'available' && isRegistered(license),
  );
  expect(running['launch']).toBe(1);

  const definition = await eventually(
    'the content',
    async () => (await admin.items('/lablet-definitions')).find((each) => each['slug'] === 'trunk-two-switches'),
    (found) => found !== undefined,
  );
  const { id: sessionId } = await admin.post('/lablet-sessions', { definitionId: definition?.['id'] });
  await eventually(
    'instantiation',
    () => session(sessionId),
    ({ status }) => status === 'instantiating',
  );
  await lcm.services['lablet-controller'].kill();
  lcm.services['lablet-controller'].startAgain();
  await eventually(
    'a ready session',
    () => session(sessionId),
    ({ status }) => status === 'ready',
  );

  await lcm.services['control-plane-api'].kill();
  lcm.services['control-plane-api'].startAgain();
  await eventually(
    'the return of what was acknowledged',
    () => session(sessionId),
    ({ status }) => status === 'ready',
  );

  await admin.post(`/lablet-sessions/${String(sessionId)}/terminate`, { reason: 'the story ends' });
  const ended = await eventually(
    'the clean-up',
    () => session(sessionId),
    ({ status }) => status === 'archived',
  );
  expect(ended['outcome']).toMatchObject({ result: 'terminated' });
  await eventually(
    'an empty worker',
    () => worker(workerId),
    ({ reservations }) => isEmpty(reservations),
  );
  await admin.post(`/workers/${String(workerId)}/terminate`, { reason: 'the story ends' });
  await eventually(
    'the end of the worker',
    () => worker(workerId),
    ({ status }) => status === 'terminated',
  );
  // Counted where it happens: once each, though the controller died in between.
  expect(effects()).toMatchObject({
    launches: { [`${String(workerId)}:1`]: 1 },
    terminations: { [String(running['instanceId'])]: 1 },
  });
  expect(licences()).toEqual({ leaked: [], counted: [] });
}, 90_000);

test('each controller says whom it knows and what it is stuck on', async () => {
  for (const url of Object.values(lcm.health)) {
    const ready = await eventually(
      'readiness',
      async () => fetch(`${url}/ready`),
      ({ status }) => status === 200,
    );
    expect(await ready.json()).toMatchObject({
      parts: { coordination: 'ok', identity: 'ok', controlPlane: 'ok' },
      leadership: { kind: 'leading' },
    });
  }
});

test('the control plane knows who leads, wherever that is', async () => {
  const seen = await eventually(
    'the health of the system',
    () => admin.get('/system/health'),
    ({ controllers }) => Array.isArray(controllers) && controllers.length === 3,
  );
  expect(seen['leaders']).toHaveLength(4);
});

test('a second control plane is refused in words', async () => {
  const rival = lcm.startRival();
  await eventually(
    'its end',
    async () => rival.exitCode,
    (code) => code !== null,
  );
  expect(rival.exitCode).toBe(75);
  expect(rival.said).toContain('there can be only one');
}, 30_000);

test('asked to stop, every process ends in good order', async () => {
  const codes = await Promise.all(Object.values(lcm.services).map(async (child) => child.stop()));
  expect(codes).toEqual([0, 0, 0, 0]);
}, 30_000);

function isRegistered(license: unknown): boolean {
  return typeof license === 'object' && license !== null && 'status' in license && license.status === 'registered';
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Of simulated CML servers: those that ended with theirs, and those that have one. */
function licences(): unknown {
  return JSON.parse(readFileSync(join(lcm.folder, 'world', 'cml', 'ledger.json'), 'utf8'));
}

function effects(): unknown {
  const cloud: unknown = JSON.parse(readFileSync(join(lcm.folder, 'world', 'aws.json'), 'utf8'));
  return typeof cloud === 'object' && cloud !== null && 'effects' in cloud ? cloud.effects : undefined;
}
