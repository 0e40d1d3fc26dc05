import assert from 'node:assert/strict';
import { mkdtempDisposable, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EtcdCoordination } from '@lcm/core/adapters/coordination/etcd-coordination';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { CompactedError, CoordinationError } from '@lcm/core/ports/coordination';
import { type EtcdPlace, etcdPlace, startEtcd } from './etcd-process.ts';
import type { Findings } from './peer.ts';

const clock = new SystemClock();
const credentials = { user: 'lcm', password: 'a password of this check' };

function open({ url }: EtcdPlace, as?: typeof credentials) {
  const client = new EtcdCoordination({ endpoints: [url], clock, credentials: as });
  return { client, [Symbol.asyncDispose]: () => client.close() };
}

/** What only shows when etcd ends and begins again, or when it asks who is there. */
const checks: Readonly<Record<string, (place: EtcdPlace) => Promise<void>>> = {
  'a watch goes on when etcd comes back with its data': async (place) => {
    const first = await startEtcd(place);
    await using it = open(place);
    const { signal } = new AbortController();
    const watch = it.client.watch('/k', (await it.client.list('')).revision, signal)[Symbol.asyncIterator]();
    await it.client.put('/k', 'before');
    assert.equal((await watch.next()).value?.value, 'before');
    await first[Symbol.asyncDispose]();
    const next = watch.next();
    await using _ = await startEtcd(place);
    await it.client.put('/k', 'after').catch(() => it.client.put('/k', 'after'));
    assert.equal((await next).value?.value, 'after');
  },
  'a watch ends when etcd comes back empty, and what is there then is listed and watched': async (place) => {
    const first = await startEtcd(place);
    await using it = open(place);
    const { signal } = new AbortController();
    for (let turn = 0; turn < 20; turn += 1) await it.client.put('/k', String(turn));
    const watch = it.client.watch('/k', (await it.client.list('')).revision, signal)[Symbol.asyncIterator]();
    const next = watch.next();
    await first[Symbol.asyncDispose]();
    await rm(place.data, { recursive: true });
    await using _ = await startEtcd(place);
    await assert.rejects(next, CompactedError);
    const { revision, items } = await it.client.list('').catch(() => it.client.list(''));
    assert.deepEqual(items, []);
    const fresh = it.client.watch('/k', revision, signal)[Symbol.asyncIterator]();
    await it.client.put('/k', 'new');
    assert.equal((await fresh.next()).value?.value, 'new');
  },
  'users log in, and a token that etcd has forgotten is replaced': async (place) => {
    const first = await startEtcd(place);
    await enableAuthentication(place);
    await using it = open(place, credentials);
    await it.client.put('/k', '1');
    const { signal } = new AbortController();
    const watch = it.client.watch('/k', 1, signal)[Symbol.asyncIterator]();
    assert.equal((await watch.next()).value?.value, '1');
    // etcd keeps its tokens in memory: a restart forgets them all.
    await first[Symbol.asyncDispose]();
    await using _ = await startEtcd(place);
    await it.client.put('/k', '2').catch(() => it.client.put('/k', '2'));
    assert.equal((await watch.next()).value?.value, '2');
    await using stranger = open(place);
    await assert.rejects(stranger.client.list(''), CoordinationError);
    await using wrong = open(place, { ...credentials, password: 'another' });
    await assert.rejects(wrong.client.list(''), /authentication failed/);
  },
};

async function enableAuthentication({ url }: EtcdPlace): Promise<void> {
  const { user, password } = credentials;
  const range = { key: Buffer.from('\0').toString('base64'), range_end: Buffer.from('\0').toString('base64') };
  const steps: readonly (readonly [string, object])[] = [
    ['user/add', { name: 'root', password: 'of nobody here' }],
    ['role/add', { name: 'root' }],
    ['user/grant', { user: 'root', role: 'root' }],
    ['role/add', { name: 'all-keys' }],
    ['role/grant', { name: 'all-keys', perm: { permType: 'READWRITE', ...range } }],
    ['user/add', { name: user, password }],
    ['user/grant', { user, role: 'all-keys' }],
    ['enable', {}],
  ];
  for (const [path, body] of steps) {
    const answer = await fetch(`${url}/v3/auth/${path}`, { method: 'POST', body: JSON.stringify(body) });
    assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
  }
}

export async function checkLives(program: string): Promise<Findings> {
  const problems: string[] = [];
  for (const [what, check] of Object.entries(checks)) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-etcd-'));
    try {
      await check(await etcdPlace(program, folder.path));
    } catch (error) {
      problems.push(`${what}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { passed: Object.keys(checks).length - problems.length, problems };
}
