import { readdir, readFile } from 'node:fs/promises';
import { FolderContentSource } from '@lcm/core/adapters/content-source/folder-content-source';
import { S3ContentSource } from '@lcm/core/adapters/content-source/s3-content-source';
import { readContentPackage } from '@lcm/core/contracts/content-package';
import { FakeClock, instant } from '@lcm/core/kernel';
import { expect, onTestFinished, test } from 'vitest';
import { S3Model } from './model/s3-model.ts';
import { startS3Simulator } from './server.ts';

const account = { accessKeyId: 'simulated', secretAccessKey: 'simulated' };
const examples = new URL('../../content/', import.meta.url);
const lab = 'trunk-two-switches';

async function opened() {
  const model = new S3Model({ clock: new FakeClock(instant(Date.now())), account, buckets: ['lcm'] });
  const simulator = await startS3Simulator({ model, host: '127.0.0.1', port: 0 });
  const place = { bucket: 'lcm', prefix: 'labs/', region: 'us-east-1', endpoint: simulator.url, pathStyle: true };
  const source = new S3ContentSource({ ...place, credentials: account, attempts: 1 });
  onTestFinished(async () => {
    source.close();
    await simulator.close();
  });
  const folder = new URL(`${lab}/`, examples);
  for (const name of await readdir(folder))
    model.put('lcm', `labs/${lab}/${name}`, await readFile(new URL(name, folder)));
  return { model, source };
}

test('a package in a bucket is the package in the folder, with the same hash', async () => {
  const { source } = await opened();
  const inFolder = (await new FolderContentSource(examples.pathname).list()).find(({ name }) => name === lab);
  expect(await source.list()).toEqual([inFolder]);
  expect(source.place).toBe('s3://lcm/labs/');
});

test('what is no package, lies deeper, or beside the prefix is left out', async () => {
  const { model, source } = await opened();
  for (const key of ['labs/loose.yaml', 'labs/empty/readme.md', `labs/${lab}/images/a.png`, 'other/x/package.yaml']) {
    model.put('lcm', key, new TextEncoder().encode('x'));
  }
  const [only, ...others] = await source.list();
  expect(others).toEqual([]);
  expect([...(only?.files.keys() ?? [])]).not.toContain('images/a.png');
});

test('what has not changed is not read again, and what has is', async () => {
  const { model, source } = await opened();
  const [before] = await source.list();
  model.faults.add({ kind: 'refuse', code: 'InternalError', actions: ['GetObject'] });
  expect((await source.list())[0]).toBe(before);
  model.faults.clear();
  model.put('lcm', `labs/${lab}/tasks.md`, new TextEncoder().encode('Do something else.'));
  const [after] = await source.list();
  expect(after?.hash).not.toBe(before?.hash);
  expect(after?.files.get('tasks.md')).toBe('Do something else.');
});

test('more packages than one page has are all found', async () => {
  const { model, source } = await opened();
  const manifest = await readFile(new URL(`${lab}/package.yaml`, examples));
  for (let index = 0; index < 1100; index += 1) model.put('lcm', `labs/p${index}/package.yaml`, manifest);
  expect(await source.list()).toHaveLength(1101);
});

test('a file larger than any lab is read no further than it takes to refuse it', async () => {
  const { model, source } = await opened();
  model.put('lcm', `labs/${lab}/cml.yaml`, new Uint8Array(20 * 1024 * 1024));
  const [only] = await source.list();
  expect(only?.files.get('cml.yaml')?.length).toBe(16 * 1024 * 1024);
  expect(readContentPackage(only?.files ?? new Map())).toMatchObject({ rejection: { file: 'cml.yaml' } });
});

test('a bucket that cannot be read is trouble of the source, in the words of the store', async () => {
  const { model, source } = await opened();
  model.faults.add({ kind: 'refuse', code: 'AccessDenied' });
  await expect(source.list()).rejects.toMatchObject({
    name: 'ContentSourceError',
    message: expect.stringContaining('AccessDenied'),
  });
});
