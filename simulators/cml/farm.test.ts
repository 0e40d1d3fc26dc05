import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { CmlError, type CmlErrorCode, type CmlServer } from '@lcm/core/ports/cml';
import { afterEach, expect, test } from 'vitest';
import { CmlFarm, type FarmInstance } from './farm.ts';

const MINUTE_MS = 60_000;
const topology = 'nodes: []\nlinks: []\nlab: {title: x, version: 0.3.0}\n';
const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A cloud of one instance, unless told otherwise, with a farm on it that never leaves the loopback. */
async function aFarm() {
  const directory = mkdtempSync(join(tmpdir(), 'cml-farm-'));
  const clock = new FakeClock(1_700_000_000_000);
  const world: { instances: FarmInstance[]; changed: () => void } = { instances: [], changed: () => undefined };
  const problems: unknown[] = [];
  const host = { name: '127.0.0.1' };
  const source = {
    list: () => world.instances,
    onChange: (changed: () => void) => {
      world.changed = changed;
      return () => undefined;
    },
  };
  const open = async (): Promise<CmlFarm> => {
    const farm = new CmlFarm({
      source,
      clock,
      random: new SeededRandom(3),
      directory,
      port: 0,
      onProblem: (problem) => problems.push(problem),
      hostOf: () => host.name,
    });
    await farm.start();
    return farm;
  };
  const servers = new HttpCmlServers({ insecure: true });
  let farm = await open();
  cleanUps.push(
    async () => Promise.resolve(rmSync(directory, { recursive: true })),
    async () => servers.close(),
    async () => farm.close(),
  );
  return {
    clock,
    farm: () => farm,
    problems,
    host,
    /** What the cloud does to its instances. */
    become: async (state: string, ids: readonly string[] = ['i-1']) => {
      world.instances = ids.map((id) => ({ id, state, publicIp: '127.0.0.1', privateIp: '10.0.0.7' }));
      await farm.refresh();
    },
    restart: async () => {
      await farm.close();
      farm = await open();
    },
    server: (): CmlServer =>
      servers.at({ url: farm.url('i-1') ?? 'https://127.0.0.1:1', username: 'admin', password: 'cml-simulator' }),
  };
}

async function codeOf(call: Promise<unknown>): Promise<CmlErrorCode | 'answered'> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  return outcome instanceof CmlError ? outcome.code : 'answered';
}

test('a launched instance answers step by step: nobody, the web server, not ready, ready', async () => {
  const { clock, become, server } = await aFarm();
  await become('pending');
  expect(await codeOf(server().system())).toBe('unreachable');
  await become('running');
  expect(await codeOf(server().system())).toBe('unreachable');
  clock.step(50_000);
  expect(await codeOf(server().system())).toBe('not-ready');
  clock.step(25_000);
  expect(await server().system()).toMatchObject({ ready: false });
  expect(await codeOf(server().labs())).toBe('not-ready');
  clock.step(25_000);
  expect(await server().system()).toMatchObject({ ready: true });
  expect(await server().labs()).toEqual([]);
});

test('labs and the licence outlive a stop of the instance and a kill of the farm', async () => {
  const { clock, become, server, restart } = await aFarm();
  await become('running');
  clock.step(5 * MINUTE_MS);
  await server().importLab(topology, 'kept');
  await server().registerLicense('GOODTOKEN');
  clock.step(5 * MINUTE_MS);
  await restart();
  expect((await server().labs()).map(({ title }) => title)).toEqual(['kept']);
  await become('stopped');
  expect(await codeOf(server().labs())).toBe('unreachable');
  await become('running');
  expect(await codeOf(server().labs())).toBe('unreachable');
  clock.step(5 * MINUTE_MS);
  expect((await server().labs()).map(({ title }) => title)).toEqual(['kept']);
  expect((await server().licensing()).registration).toBe('COMPLETED');
});

test('termination forgets the server, and remembers the licence it took with it', async () => {
  const { clock, become, server, farm, restart } = await aFarm();
  await become('running');
  clock.step(5 * MINUTE_MS);
  await server().registerLicense('GOODTOKEN');
  clock.step(5 * MINUTE_MS);
  await become('terminated');
  expect(farm().model('i-1')).toBeUndefined();
  expect(farm().leakedLicenses).toEqual(['i-1']);
  await restart();
  expect(farm().leakedLicenses).toEqual(['i-1']);
  expect(farm().licensedHosts).toHaveLength(1);
});

test('a licence that was given back before is not leaked', async () => {
  const { clock, become, server, farm } = await aFarm();
  await become('running');
  clock.step(5 * MINUTE_MS);
  await server().registerLicense('GOODTOKEN');
  clock.step(5 * MINUTE_MS);
  await server().deregisterLicense();
  await become('terminated');
  expect(farm().leakedLicenses).toEqual([]);
});

test('a host that goes on from a copy of a disk registers as another host, and the first keeps its seat', async () => {
  const { clock, farm, become, server } = await aFarm();
  await become('running');
  clock.step(30 * MINUTE_MS);
  await server().registerLicense('GOOD-TOKEN');
  clock.step(30 * MINUTE_MS);
  farm().copyDisk('i-1', 'snap-1');
  farm().copyDisk('snap-1', 'i-2');
  farm().copyDisk('snap-1', 'i-3');
  await become('running', ['i-1', 'i-2', 'i-3']);
  const hosts = ['i-1', 'i-2', 'i-3'].map((id) => farm().model(id)?.state.productUuid);
  expect(new Set(hosts).size).toBe(3);
  expect(farm().licensedHosts).toEqual(hosts.slice(0, 1));
});

test('a server that cannot listen is a problem of its own, and is tried again', async () => {
  const { become, farm, host, problems } = await aFarm();
  host.name = '203.0.113.1'; // an address of nobody here
  await become('running');
  expect(problems).toHaveLength(1);
  expect(farm().url('i-1')).toBeUndefined();
  host.name = '127.0.0.1';
  await become('running');
  expect(farm().url('i-1')).toMatch(/^https:/);
});
