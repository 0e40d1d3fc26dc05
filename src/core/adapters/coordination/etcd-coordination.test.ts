import { describe, expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../kernel/index.ts';
import { type CoordinationHarness, coordinationContract } from '../../ports/coordination/contract.ts';
import { CoordinationError } from '../../ports/coordination/index.ts';
import { SystemClock } from '../system/system-clock.ts';
import { EmbeddedCoordination } from './embedded-coordination.ts';
import { EtcdCoordination } from './etcd-coordination.ts';
import { startGateway } from './gateway-server.ts';
import { compactAt, openStandIn } from './testing/fault-targets.ts';

const clock = new SystemClock();

async function overGateway(): Promise<CoordinationHarness> {
  const storeTime = new VirtualClock();
  const store = new EmbeddedCoordination({ clock: storeTime });
  const gateway = await startGateway({ coordination: store });
  const coordination = new EtcdCoordination({ endpoints: [gateway.url], clock });
  return {
    coordination,
    pass: (ms) => storeTime.advance(ms),
    compact: (revision) => compactAt(gateway.url, revision),
    close: async () => {
      await coordination.close();
      await gateway.close();
      store.close();
    },
  };
}

coordinationContract('our etcd client over the stand-in', overGateway);

const etcdUrl = process.env['ETCD_URL'];

async function overEtcd(url: string): Promise<CoordinationHarness> {
  const coordination = new EtcdCoordination({ endpoints: [url], clock });
  for (const { key } of (await coordination.list('')).items) await coordination.delete(key);
  return {
    coordination,
    pass: (ms) => clock.sleep(ms),
    compact: (revision) => compactAt(url, revision),
    close: () => coordination.close(),
  };
}

describe.skipIf(etcdUrl === undefined)('only with ETCD_URL, an etcd whose keys may all be deleted', () => {
  coordinationContract('etcd itself', () => overEtcd(etcdUrl ?? ''));
});

test('a member that is down is passed over', async () => {
  const { url, direct } = await openStandIn();
  const coordination = new EtcdCoordination({ endpoints: ['http://127.0.0.1:1', url], clock });
  onTestFinished(() => coordination.close());
  await coordination.put('/k', 'x');
  expect((await direct.list('/k')).items).toHaveLength(1);
});

test('a store that nobody serves is an error of the port', async () => {
  const coordination = new EtcdCoordination({ endpoints: ['http://127.0.0.1:1'], clock });
  onTestFinished(() => coordination.close());
  await expect(coordination.put('/k', 'x')).rejects.toThrow(CoordinationError);
});
