import { FakeClock } from '@lcm/core/kernel';
import type { CmlServer } from '@lcm/core/ports/cml';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { expect, onTestFinished, test } from 'vitest';
import { openWorld, smallTopology as topology } from './testing/open-world.ts';

const minute = 60_000;
const region = 'us-east-1';

/** The world outside over its protocols, with a clock that only moves when it is stepped. */
async function aWorld() {
  const clock = new FakeClock(1_780_000_000_000);
  const { port, instances, snapshots, cml, close } = await openWorld(clock, 93);
  onTestFinished(close);
  const server = ({ publicIp = '' }: SeenInstance): CmlServer =>
    cml.at({ url: `https://${publicIp}:${port}`, username: 'admin', password: 'secret' });
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
