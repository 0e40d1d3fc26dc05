import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseNodeDefinition } from './node-definition.ts';

const root = new URL('../../../', import.meta.url).pathname;
const files = globSync('content/node-definitions/*.yaml', { cwd: root }).toSorted();

test.each(files)('%s says what its nodes take', (file) => {
  const read = parseNodeDefinition(readFileSync(root + file, 'utf8'));
  expect(read).toMatchObject({ ok: true, value: { licensed: true, consoles: expect.arrayContaining(['serial']) } });
  expect(read.ok && read.value.memoryMiB).toBeGreaterThan(1000);
});

test('figures are taken from the file', () => {
  const file = files.find((name) => name.endsWith('ise.yaml')) ?? '';
  expect(parseNodeDefinition(readFileSync(root + file, 'utf8'))).toMatchObject({
    ok: true,
    value: { id: 'ise', nature: 'server', cpuCores: 16, memoryMiB: 16384, diskGiB: 300, bootSeconds: 3600 },
  });
});

test('a file that is no node definition is refused at its place', () => {
  expect(parseNodeDefinition('id: x\ngeneral: {nature: toaster}\ndevice: {interfaces: {}}')).toMatchObject({
    ok: false,
    rejection: { code: 'node-definition.invalid', path: 'general.nature', line: 2 },
  });
});
