import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFixtureServer } from '@lcm/ui/testing/fixture-server';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, needsChromium, openBrowser, type Person } from './browser.ts';

const root = join(import.meta.dirname, '..');
const screens = [
  '/',
  '/workers',
  '/workers/wkr_1',
  '/definitions',
  '/definitions/def_1',
  '/sessions',
  '/sessions/ses_1',
  '/sessions/ses_5',
  '/calendar',
  '/calendar?as=table&zoom=week',
  '/audit',
  '/system',
  '/scheduler',
  '/settings',
  '/labs',
  '/labs/lab_1',
  '/labs/lab_3',
  '/templates',
  '/capacity',
  '/cost',
  '/instances',
  '/snapshots',
  '/notices',
  '/me',
  '/tasks',
  '/tasks/tsk_1',
];

/** What axe calls serious or worse, by rule and place. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(async () => globalThis.axe.run());
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

declare global {
  var axe: { readonly run: () => Promise<axe.AxeResults> };
}

describe.skipIf(!hasChromium)(`every screen${needsChromium}`, () => {
  const dist = mkdtempSync(join(tmpdir(), 'lcm-screens-'));
  let person: Person;
  let fixtures: Awaited<ReturnType<typeof startFixtureServer>>;

  beforeAll(async () => {
    execFileSync(join(root, 'node_modules/.bin/vite'), ['build', 'src/ui', '--outDir', dist, '--logLevel', 'error'], {
      cwd: root,
    });
    fixtures = await startFixtureServer({ dist, fleet: 'busy', as: 'admin' });
    person = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await person.close();
    fixtures.stop();
    rmSync(dist, { recursive: true, force: true });
  });

  test.each(['light', 'dark'] as const)('can be read by everybody, in %s', { timeout: 90_000 }, async (colorScheme) => {
    const { page } = person;
    await page.emulateMedia({ colorScheme });
    for (const screen of screens) {
      await page.goto(`${fixtures.url}${screen}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect({ screen, violations: await violations(page) }).toEqual({ screen, violations: [] });
    }
  });
});
