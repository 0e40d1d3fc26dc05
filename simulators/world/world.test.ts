import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { Ec2VolumeSnapshots } from '@lcm/core/adapters/instances/ec2-volume-snapshots';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import type { CmlServer } from '@lcm/core/ports/cml';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { afterEach, expect, test } from 'vitest';
import { startWorld } from './world.ts';

const minute = 60_000;
const region = 'us-east-1';
const network = 93;
const topology = `
nodes:
  - {id: n0, label: pc-1, node_definition: alpine, x: 0, y: 0, interfaces: []}
links: []
lab: {title: ignored, version: 0.3.0}
`;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Every host of the world listens on the same port of an address of its own. */
async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, `127.${network}.0.1`, resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  return address.port;
}

/** The world outside over its protocols, with a clock that only moves when it is stepped. */
async function aWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  const clock = new FakeClock(1_780_000_000_000);
  const stop = new AbortController();
  const port = await aFreePort();
  const world = await startWorld({
    clock,
    random: new SeededRandom(5),
    folder,
    contentFolder: folder,
    speed: 1,
    host: '127.0.0.1',
    network,
    ports: { aws: 0, cml: port, lds: 0 },
    cmlPassword: 'secret',
    lds: { username: 'lcm', password: 'secret' },
    sink: { url: 'http://127.0.0.1:9', token: undefined },
    signal: stop.signal,
  });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const instances = new Ec2Instances({ endpoint: world.awsUrl, credentials });
  const snapshots = new Ec2VolumeSnapshots({ endpoint: world.awsUrl, credentials });
  const servers = new HttpCmlServers({ insecure: true });
  closing.push(async () => {
    stop.abort();
    instances.close();
    snapshots.close();
    await servers.close();
    await world.close();
    rmSync(folder, { recursive: true });
  });
  const server = ({ publicIp = '' }: SeenInstance): CmlServer =>
    servers.at({ url: `https://${publicIp}:${port}`, username: 'admin', password: 'secret' });
  return { clock, instances, snapshots, server };
}

type World = Awaited<ReturnType<typeof aWorld>>;

/** Launches a host and steps the clock until CML answers on it. */
async function aHost({ clock, instances, server }: World, token: string, imageId?: string): Promise<SeenInstance> {
  const request = { region, token, instanceType: 'm5zn.metal', imageName: 'cml-*', volumeGiB: 100, tags: {} };
  const { id } = await instances.launch({ ...request, imageId });
  // Servers open in real time: the limit of the test is the limit of the patience.
  for (;;) {
    clock.step(minute);
    await new Promise((resolve) => setImmediate(resolve));
    const [host] = await instances.list({ region, ids: [id] });
    const system =
      host?.publicIp &&
      (await server(host)
        .system()
        .catch(() => undefined));
    if (host && system && system.ready) return host;
  }
}

async function aSnapshot({ clock, snapshots }: World, host: SeenInstance): Promise<string> {
  const request = { region, key: `before ${host.id} changed`, instance: host.id, description: '', tags: {} };
  const { id } = await snapshots.create(request);
  clock.step(60 * minute);
  await snapshots.bootImage(region, id).catch(() => clock.step(minute));
  return snapshots.bootImage(region, id);
}

test('what was on a disk comes back with an instance that is launched from its snapshot', async () => {
  const world = await aWorld();
  const { clock, instances, server } = world;
  const first = await aHost(world, 'w-1:1');
  const lab = await server(first).importLab(topology, 'kept');
  await server(first).registerLicense('GOODTOKEN');
  await server(first).startLab(lab);
  clock.step(10 * minute);
  expect(await server(first).labs()).toMatchObject([{ title: 'kept', state: 'STARTED' }]);
  expect((await server(first).licensing()).registration).toBe('COMPLETED');

  const image = await aSnapshot(world, first);
  await server(first).importLab(topology, 'too late for the snapshot');
  await instances.terminate(region, first.id);
  clock.step(30 * minute);

  const second = await aHost(world, 'w-2:1', image);
  expect(await server(second).labs()).toMatchObject([{ id: lab, title: 'kept', state: 'STOPPED' }]);
  expect((await server(second).licensing()).registration).toBe('NOT_REGISTERED');
  await server(second)
    .deleteLab(lab)
    .catch(() => undefined);

  const third = await aHost(world, 'w-3:1', image);
  expect((await server(third).labs()).map(({ title }) => title)).toEqual(['kept']);
});
