import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { contentFolder } from './content-folder.ts';

const published = fileURLToPath(new URL('../../../content', import.meta.url));
const form = 'Exam Associate CCNA v1.1 LAB 2.3b';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

test('a published lab has its title, tasks, time and solution', async () => {
  const content = await contentFolder(published)(form);
  expect(content).toMatchObject({ title: 'CDP off on one port', durationMinutes: 20 });
  expect(content?.tasks).toContain('iol-0');
  expect(content?.solution?.get('iol-0')).toContain('no cdp enable');
});

test('what is not published is nothing, also without any folder', async () => {
  expect(await contentFolder(published)('Exam Associate CCNA v9 LAB 9.9')).toBeUndefined();
  expect(await contentFolder(join(published, 'nowhere'))(form)).toBeUndefined();
});

test('a change is seen at once, and a mistake is shown instead of the tasks', async () => {
  folder = mkdtempSync(join(tmpdir(), 'content-'));
  const path = join(folder, 'lab');
  cpSync(join(published, 'discovery-cdp-off'), path, { recursive: true });
  const load = contentFolder(folder);
  await load(form);
  writeFileSync(join(path, 'tasks.md'), 'Changed');
  expect(await load(form)).toMatchObject({ tasks: 'Changed' });
  writeFileSync(join(path, 'solution.yaml'), 'nodes: [');
  const broken = await load(form);
  expect(broken?.tasks).toMatch(/cannot be read\. solution\.yaml/);
});

test('a solution is only typed into network devices: a desktop has no configuration mode', async () => {
  const content = await contentFolder(published)('Exam Associate CCNA v1.1 LAB 2.1b');
  expect([...(content?.solution?.keys() ?? [])].toSorted()).toEqual(['SW1', 'SW2']);
});
