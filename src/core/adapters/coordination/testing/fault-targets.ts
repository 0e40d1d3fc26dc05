import { onTestFinished } from 'vitest';
import type { Clock } from '../../../kernel/index.ts';
import { SystemClock } from '../../system/system-clock.ts';
import { EmbeddedCoordination } from '../embedded-coordination.ts';
import { EtcdCoordination } from '../etcd-coordination.ts';
import { startGateway } from '../gateway-server.ts';
import { FaultyProxy } from './faulty-proxy.ts';

/** A server that the client under test reaches through networks of the test's own making. */
export interface FaultTarget {
  readonly url: string;
  /** To the same store past all faults. */
  readonly direct: EtcdCoordination;
  /** The shortest lease that it grants as asked. */
  readonly ttlMs: number;
  readonly compact: (revision: number) => Promise<void>;
}

export interface NamedTarget {
  readonly name: string;
  readonly open: () => Promise<FaultTarget>;
}

export const systemClock = new SystemClock();

/** The client waits a moment between its attempts; here it may take next to no time. */
export const hurried: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic(),
  sleep: (_, signal) => systemClock.sleep(1, signal),
};

async function targetAt(url: string, ttlMs: number): Promise<FaultTarget> {
  const direct = new EtcdCoordination({ endpoints: [url], clock: systemClock });
  onTestFinished(() => direct.close());
  for (const { key } of (await direct.list('')).items) await direct.delete(key);
  return { url, direct, ttlMs, compact: (revision) => compactAt(url, revision) };
}

export async function compactAt(url: string, revision: number): Promise<void> {
  const answer = await fetch(`${url}/v3/kv/compaction`, { method: 'POST', body: JSON.stringify({ revision }) });
  await answer.text();
}

export async function openStandIn(): Promise<FaultTarget> {
  const store = new EmbeddedCoordination({ clock: systemClock });
  const gateway = await startGateway({ coordination: store });
  onTestFinished(async () => {
    await gateway.close();
    store.close();
  });
  return targetAt(gateway.url, 1_000);
}

const etcdUrl = process.env['ETCD_URL'];

/** The stand-in always; etcd itself, whose keys may all be deleted, only with ETCD_URL. */
export const faultTargets: readonly NamedTarget[] = [
  { name: 'over the stand-in', open: openStandIn },
  ...(etcdUrl === undefined ? [] : [{ name: 'only with ETCD_URL', open: () => targetAt(etcdUrl, 2_000) }]),
];

export async function aNetwork({ url }: FaultTarget): Promise<FaultyProxy> {
  const proxy = await FaultyProxy.open(url, systemClock);
  onTestFinished(() => proxy.close());
  return proxy;
}

interface Patience {
  readonly idleMs?: number;
  readonly timeoutMs?: number;
}

export function aClient(networks: readonly FaultyProxy[], patience: Patience = {}): EtcdCoordination {
  const client = new EtcdCoordination({ endpoints: networks.map(({ url }) => url), clock: hurried, ...patience });
  onTestFinished(() => client.close());
  return client;
}
