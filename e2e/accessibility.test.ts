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
  '/cohorts',
  '/cohorts/coh_1',
  '/sessions/ses_1',
  '/sessions/ses_2',
  '/sessions/ses_3',
  '/sessions/ses_4',
  '/sessions/ses_5',
  '/sessions/ses_6',
  // One in each of the other states: ready, collecting, graded elsewhere, cleaned up, failed, expired, terminated.
  ...[30, 31, 32, 33, 34, 35, 36].map((number) => `/sessions/ses_${number}`),
  '/sessions/ses_ungraded',
  '/content',
  '/calendar',
  '/calendar?as=table&zoom=week',
  '/reservations',
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

/** What is only there once somebody asks for it. */
const opened = [
  { screen: '/definitions/def_1', button: 'Book a cohort', shows: 'Name of the cohort' },
  { screen: '/scheduler', button: 'What would help: Resit of the routing exam', shows: 'Verdict per worker' },
  { screen: '/cohorts/coh_1', button: 'Terminate all', shows: 'Reason' },
  { screen: '/sessions/ses_23', button: 'Hand out: CCNA evening class, seat 3', shows: 'To whom, by their user id' },
  { screen: '/definitions/def_1', button: 'YAML: Topology of Two sites over OSPF', shows: 'Lines of Topology' },
  { screen: '/sessions/ses_4', button: 'Show: configurations/R1.cfg', shows: 'Lines of configurations' },
  { screen: '/workers/wkr_4', button: 'Terminate', shows: 'Type small-1 to confirm' },
] as const;

/** What whoever sits in a session sees of it. */
const candidates = ['/', '/sessions', '/sessions/ses_1', '/sessions/ses_4', '/sessions/ses_6', '/scheduler'];

/** Each by itself: a machine that is busy has time for one screen, and who fails is named. */
const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
  ...screens.map((screen) => ({ colorScheme, screen, of: 'operators' })),
  ...candidates.map((screen) => ({ colorScheme, screen, of: 'candidates' })),
]);

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
  let candidate: Awaited<ReturnType<typeof startFixtureServer>>;

  beforeAll(async () => {
    execFileSync(join(root, 'node_modules/.bin/vite'), ['build', 'src/ui', '--outDir', dist, '--logLevel', 'error'], {
      cwd: root,
    });
    fixtures = await startFixtureServer({ dist, fleet: 'busy', as: 'admin' });
    candidate = await startFixtureServer({ dist, fleet: 'busy', as: 'user' });
    person = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await person.close();
    fixtures.stop();
    candidate.stop();
    rmSync(dist, { recursive: true, force: true });
  });

  test.each(looks)('can be read by everybody, in $colorScheme: $screen of $of', async ({ colorScheme, screen, of }) => {
    const { page } = person;
    await page.emulateMedia({ colorScheme });
    await page.goto((of === 'candidates' ? candidate.url : fixtures.url) + screen);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('can be read once something is opened on it, in %s', async (colorScheme) => {
    const { page } = person;
    await page.emulateMedia({ colorScheme });
    for (const { screen, button, shows } of opened) {
      await page.goto(fixtures.url + screen);
      await page.getByRole('button', { name: button }).click();
      await page
        .getByLabel(shows)
        .or(page.getByRole('table', { name: shows }))
        .first()
        .waitFor();
      expect({ button, violations: await violations(page) }).toEqual({ button, violations: [] });
    }
  });

  test('no screen is wider than a phone', { timeout: 60_000 }, async () => {
    const { page } = person;
    const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
    await page.setViewportSize({ width: 390, height: 844 });
    for (const screen of screens) {
      await page.goto(fixtures.url + screen);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect({ screen, wide }).toEqual({ screen, wide: 390 });
    }
    await page.setViewportSize({ width, height });
  });
});
