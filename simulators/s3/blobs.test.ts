import { S3Blobs } from '@lcm/core/adapters/blobs/s3-blobs';
import type { S3BucketOptions } from '@lcm/core/adapters/s3/s3-bucket';
import { FakeClock, instant } from '@lcm/core/kernel';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { blobsContract } from '@lcm/core/ports/blobs/contract';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from './model/faults.ts';
import { S3Model } from './model/s3-model.ts';
import { startS3Simulator } from './server.ts';

const account = { accessKeyId: 'simulated', secretAccessKey: 'simulated' };

async function aStore(at = instant(Date.now())) {
  const model = new S3Model({ clock: new FakeClock(at), account, buckets: ['lcm'] });
  const simulator = await startS3Simulator({ model, host: '127.0.0.1', port: 0 });
  const open = (options: Partial<S3BucketOptions> = {}): S3Blobs =>
    new S3Blobs({
      bucket: 'lcm',
      prefix: 'blobs/',
      region: 'us-east-1',
      endpoint: simulator.url,
      pathStyle: true,
      credentials: account,
      attempts: 1,
      ...options,
    });
  return { model, url: simulator.url, open, close: simulator.close };
}

blobsContract('a bucket', async () => {
  const { open, close } = await aStore();
  const blobs = open();
  return {
    blobs,
    close: async () => {
      blobs.close();
      await close();
    },
  };
});

async function opened(options: Partial<S3BucketOptions> = {}, at?: Parameters<typeof aStore>[0]) {
  const store = await aStore(at);
  const blobs = store.open(options);
  onTestFinished(async () => {
    blobs.close();
    await store.close();
  });
  return { ...store, blobs };
}

const content = new TextEncoder().encode('hostname R1');

async function readAfter(fault: Fault, options: Partial<S3BucketOptions> = {}): Promise<Uint8Array | undefined> {
  const { blobs, model } = await opened(options);
  const key = await blobs.put(content);
  model.faults.add(fault);
  return blobs.get(key);
}

const refused = (code: Extract<Fault, { kind: 'refuse' }>['code']): Fault => ({ kind: 'refuse', code });

test.each([
  ['a store that wants fewer requests is slow', refused('SlowDown'), 'slow'],
  ['a store that is broken for a moment is slow', refused('InternalError'), 'slow'],
  ['a policy that forbids it is said', refused('AccessDenied'), 'denied'],
  ['a token that has ended is said', refused('ExpiredToken'), 'denied'],
  ['a bucket that was taken away is said', refused('NoSuchBucket'), 'no-bucket'],
  ['a body that was cut short is nobody’s content', { kind: 'truncate' }, 'unreachable'],
  ['a line that was cut is said', { kind: 'lose-answer' }, 'unreachable'],
  ['a body that is not what was put is not handed out', { kind: 'corrupt' }, 'damaged'],
] as const)('%s', async (_, fault, code) => {
  await expect(readAfter(fault)).rejects.toMatchObject({ name: 'BlobsError', code });
});

test('a store that never answers is given up', async () => {
  const { blobs, model } = await opened({ timeoutMs: 40 });
  model.faults.add({ kind: 'hang' });
  await expect(blobs.get(blobKey('0'.repeat(64)))).rejects.toMatchObject({ code: 'slow' });
});

test('what was told to slow down is asked again, and heard', async () => {
  expect(await readAfter({ kind: 'refuse', code: 'SlowDown', count: 1 }, { attempts: 2 })).toEqual(
    Uint8Array.from(content),
  );
});

test('a put whose answer was lost may be put again', async () => {
  const { blobs, model } = await opened();
  model.faults.add({ kind: 'lose-answer', actions: ['PutObject'], count: 1 });
  await expect(blobs.put(content)).rejects.toMatchObject({ code: 'unreachable' });
  expect(await blobs.get(await blobs.put(content))).toEqual(Uint8Array.from(content));
});

test('a bucket that is not there is told from a blob that is not there', async () => {
  const { blobs } = await opened({ bucket: 'nobodys' });
  await expect(blobs.get(blobKey('0'.repeat(64)))).rejects.toMatchObject({ code: 'no-bucket' });
  await expect(blobs.put(content)).rejects.toMatchObject({ code: 'no-bucket' });
});

test.each([
  ['accessKeyId', 'InvalidAccessKeyId'],
  ['secretAccessKey', 'SignatureDoesNotMatch'],
] as const)('another %s is denied, in the words of the store', async (wrong, code) => {
  const { blobs } = await opened({ credentials: { ...account, [wrong]: 'another' } });
  await expect(blobs.get(blobKey('0'.repeat(64)))).rejects.toMatchObject({
    code: 'denied',
    message: expect.stringContaining(code),
  });
});

test('a clock that is off is said, and made up for at the next call', async () => {
  const { blobs } = await opened({}, instant(Date.now() + 3_600_000));
  const ask = async (): ReturnType<Blobs['get']> => blobs.get(blobKey('0'.repeat(64)));
  await expect(ask()).rejects.toMatchObject({ code: 'denied', message: expect.stringContaining('TimeTooSkewed') });
  expect(await ask()).toBeUndefined();
});

test('nobody there is unreachable', async () => {
  const { blobs, close } = await opened();
  await close();
  await expect(blobs.put(content)).rejects.toMatchObject({ code: 'unreachable' });
});

test('faults are planned, read and taken away over HTTP', async () => {
  const { url } = await opened();
  const faults = `${url}/_faults`;
  const post = async (fault: object): Promise<Response> =>
    fetch(faults, { method: 'POST', body: JSON.stringify(fault) });
  expect((await post({ kind: 'nonsense' })).status).toBe(400);
  expect(await (await post({ kind: 'refuse', code: 'SlowDown' })).json()).toHaveLength(1);
  expect(await (await fetch(faults, { method: 'DELETE' })).json()).toEqual([]);
});
