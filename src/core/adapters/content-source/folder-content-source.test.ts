import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readContentPackage } from '../../contracts/content-package.ts';
import { ContentSourceError } from '../../ports/content-source/index.ts';
import { FolderContentSource } from './folder-content-source.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'lab'));
  await writeFile(join(folder, 'lab', 'package.yaml'), 'format: lcm-content/1');
  return folder;
}

test('links are not followed, neither to files nor to folders, and folders in a package are left out', async () => {
  const folder = await aFolder();
  await symlink('/etc/passwd', join(folder, 'lab', 'tasks.md'));
  await symlink('/etc', join(folder, 'linked'));
  await mkdir(join(folder, 'lab', 'cml.yaml'));
  await writeFile(join(folder, 'loose.yaml'), 'not in a package');
  const [lab, ...others] = await new FolderContentSource(folder).list();
  expect(others).toEqual([]);
  expect([...(lab?.files.keys() ?? [])]).toEqual(['package.yaml']);
});

test('a file larger than any lab is refused by its length', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, 'lab', 'cml.yaml'), '');
  await truncate(join(folder, 'lab', 'cml.yaml'), 64 * 1024 * 1024);
  const manifest = new URL('../../../../content/trunk-two-switches/package.yaml', import.meta.url);
  await writeFile(join(folder, 'lab', 'package.yaml'), await readFile(manifest));
  const [lab] = await new FolderContentSource(folder).list();
  expect(lab?.files.get('cml.yaml')?.length).toBeLessThan(20 * 1024 * 1024);
  expect(readContentPackage(lab?.files ?? new Map())).toMatchObject({
    rejection: { file: 'cml.yaml', message: expect.stringContaining('longer than') },
  });
});

test('a folder that is not there is trouble of the source, not of a package', async () => {
  await expect(new FolderContentSource('/nowhere/at/all').list()).rejects.toThrow(ContentSourceError);
});
