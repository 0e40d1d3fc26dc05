import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { Ec2VolumeSnapshots } from '@lcm/core/adapters/instances/ec2-volume-snapshots';
import { type FakeClock, SeededRandom } from '@lcm/core/kernel';
import { startWorld } from '../world.ts';

/** A lab that starts in a moment. */
export const smallTopology = `
nodes:
  - {id: n0, label: pc-1, node_definition: alpine, x: 0, y: 0, interfaces: []}
links: []
lab: {title: ignored, version: 0.3.0}
`;

/** Every host of the world listens on the same port of an address of its own. */
async function aFreePort(network: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, `127.${network}.0.1`, resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  return address.port;
}

/** The world outside and the product's adapters to it, over their protocols; time is that of the clock. */
export async function openWorld(clock: FakeClock, network: number) {
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  const stop = new AbortController();
  const port = await aFreePort(network);
  const world = await startWorld({
    clock,
    random: new SeededRandom(5),
    folder,
    contentFolder: folder,
    speed: 1,
    host: '127.0.0.1',
    network,
    ports: { aws: 0, cml: port, lds: 0, smtp: 0, mail: 0 },
    cmlPassword: 'secret',
    lds: { username: 'lcm', password: 'secret' },
    sink: { url: 'http://127.0.0.1:9', token: undefined },
    signal: stop.signal,
  });
  const aws = { endpoint: world.awsUrl, credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' } };
  const instances = new Ec2Instances(aws);
  const snapshots = new Ec2VolumeSnapshots(aws);
  const cml = new HttpCmlServers({ insecure: true });
  const close = async (): Promise<void> => {
    stop.abort();
    instances.close();
    snapshots.close();
    await cml.close();
    await world.close();
    rmSync(folder, { recursive: true });
  };
  return { port, instances, snapshots, cml, close };
}
