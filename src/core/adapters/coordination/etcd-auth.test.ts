import { expect, onTestFinished, test } from 'vitest';
import { CoordinationError } from '../../ports/coordination/index.ts';
import { EtcdCoordination } from './etcd-coordination.ts';
import { hurried, openStandIn } from './testing/fault-targets.ts';
import { GuardedGateway } from './testing/guarded-gateway.ts';

async function guarded(password = 'right') {
  const { url, direct } = await openStandIn();
  const gateway = await GuardedGateway.open(url);
  const credentials = { user: 'lcm', password };
  const client = new EtcdCoordination({ endpoints: [gateway.url], clock: hurried, credentials });
  onTestFinished(() => client.close());
  return { gateway, client, direct };
}

test('who knows the password reads, writes and watches under one token', async () => {
  const { gateway, client } = await guarded();
  const stop = new AbortController();
  const watch = client.watch('/k', 1, stop.signal)[Symbol.asyncIterator]();
  await Promise.all(['1', '2', '3'].map((value) => client.put(`/k/${value}`, value)));
  expect((await client.list('/k/')).items).toHaveLength(3);
  expect((await watch.next()).value).toMatchObject({ type: 'put' });
  expect(gateway.logins).toBe(1);
  stop.abort();
});

test('a token that is refused is replaced: nobody notices, calls and watches go on', async () => {
  const { gateway, client } = await guarded();
  const stop = new AbortController();
  const { revision } = await client.list('');
  const watch = client.watch('/k', revision, stop.signal)[Symbol.asyncIterator]();
  await client.put('/k', '1');
  expect((await watch.next()).value?.value).toBe('1');
  gateway.forgetTokens();
  await client.put('/k', '2');
  gateway.forgetTokens({ cut: true });
  expect((await watch.next()).value?.value).toBe('2');
  await client.put('/k', '3').catch(() => client.put('/k', '3'));
  expect((await watch.next()).value?.value).toBe('3');
  stop.abort();
});

test('a watch alone replaces its token too', async () => {
  const { gateway, client, direct } = await guarded();
  const stop = new AbortController();
  const watch = client.watch('/k', (await client.list('')).revision, stop.signal)[Symbol.asyncIterator]();
  await direct.put('/k', '1');
  expect((await watch.next()).value?.value).toBe('1');
  gateway.forgetTokens({ cut: true });
  await direct.put('/k', '2');
  expect((await watch.next()).value?.value).toBe('2');
  stop.abort();
});

test('a wrong password is an error of the port that does not repeat it', async () => {
  const { client } = await guarded('wrong-one');
  const asked = client.put('/k', 'x');
  await expect(asked).rejects.toThrow(CoordinationError);
  await expect(asked).rejects.toThrow(/^etcd refused \/v3\/auth\/authenticate: (?!.*wrong-one)/);
});

test('authentication may be enabled while we are at work', async () => {
  const { gateway, client } = await guarded();
  gateway.isEnabled = false;
  await client.put('/k', '1');
  gateway.isEnabled = true;
  await client.put('/k', '2');
  expect((await client.list('/k')).items).toMatchObject([{ value: '2' }]);
  expect(gateway.logins).toBe(1);
});
