import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startFixtureServer } from '@lcm/ui/testing/fixture-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, needsChromium, openBrowser } from './browser.ts';

const root = join(import.meta.dirname, '..');
/** Script and style together, as they travel. */
const mostBytes = 150_000;
const dist = mkdtempSync(join(tmpdir(), 'lcm-first-screen-'));

beforeAll(() => {
  const args = ['build', 'src/ui', '--outDir', dist, '--logLevel', 'error'];
  execFileSync(join(root, 'node_modules/.bin/vite'), args, { cwd: root });
}, 60_000);

afterAll(() => rmSync(dist, { recursive: true, force: true }));

test('the first screen stays within what is budgeted for it', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const files = new Set([...page.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([file]) => file));
  const bytes = [...files].map((file) => gzipSync(readFileSync(join(dist, file))).byteLength);
  const total = bytes.reduce((sum, each) => sum + each, 0);
  expect([files.size > 1, total > 10_000, total < mostBytes]).toEqual([true, true, true]);
});

describe.skipIf(!hasChromium)(`in a browser${needsChromium}`, () => {
  test('a screen whose code does not come says so, and the others go on', { timeout: 60_000 }, async () => {
    const fixtures = await startFixtureServer({ dist, fleet: 'busy', as: 'admin' });
    const person = await openBrowser();
    try {
      const { page } = person;
      await page.route('**/assets/labs-page*', async (route) => route.abort());
      await page.goto(`${fixtures.url}/labs`);
      await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
      await page.getByRole('link', { name: 'Catalogue' }).click();
      await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor();
      await page.unroute('**/assets/labs-page*');
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Labs' }).waitFor();
      expect(await page.getByText('could not be loaded').count()).toBe(0);
    } finally {
      await person.close();
      fixtures.stop();
    }
  });
});
