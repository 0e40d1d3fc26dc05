import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FixtureServer, startFixtureServer } from '@lcm/ui/testing/fixture-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, needsChromium, openBrowser, type Person } from './browser.ts';

const root = join(import.meta.dirname, '..');

/** What cannot be undone, and the words in which its question says so. */
const questions = [
  {
    screen: '/workers/wkr_4',
    button: 'Terminate',
    means: 'its EC2 instance is destroyed with its disk',
    type: 'small-1',
  },
  { screen: '/instances', button: 'Terminate', means: 'destroyed with its disks', type: 'i-' },
  { screen: '/sessions/ses_30', button: 'Terminate', means: 'Its lab is wiped and deleted' },
  { screen: '/sessions/ses_4', button: 'Lock', means: 'Nothing changes this score any more' },
  { screen: '/definitions/def_4', button: 'Delete', means: 'It leaves the catalogue for good' },
  { screen: '/labs/lab_1', button: 'Wipe', means: 'on their disks is destroyed' },
  { screen: '/labs/lab_1', button: 'Delete', means: 'It is stopped, wiped and deleted' },
  { screen: '/snapshots', button: 'Delete', means: 'are deleted in EC2' },
  { screen: '/templates', button: 'Delete', means: 'No new worker is made from it' },
  { screen: '/tasks/tsk_1', button: 'Delete', means: 'Nobody sees it any more' },
] as const;

/** Screens with a table of their own, a column by which each can be sorted, and one of its others. */
const tables = [
  { screen: '/workers', sort: 'name', other: 'region', head: 'Worker', shown: 'Region' },
  { screen: '/labs', sort: 'worker', other: 'owner', head: 'Worker', shown: 'Owner' },
  { screen: '/sessions', sort: 'owner', other: 'lab', head: 'Owner', shown: 'Lab' },
  { screen: '/instances', sort: 'instance', other: 'why', head: 'Instance', shown: 'Why' },
  { screen: '/snapshots', sort: 'worker', other: 'state', head: 'Worker', shown: 'State' },
  { screen: '/templates', sort: 'boot', other: 'capacity', head: 'Boot', shown: 'Capacity' },
  { screen: '/tasks', sort: 'priority', other: 'assignee', head: 'Priority', shown: 'Assignee' },
  { screen: '/notices', sort: 'channel', other: 'state', head: 'Channel', shown: 'State' },
  { screen: '/content', sort: 'result', other: 'hash', head: 'Result', shown: 'Hash' },
] as const;

async function headsOf(page: Page): Promise<readonly string[]> {
  await page.getByRole('columnheader').first().waitFor();
  return page.getByRole('columnheader').allTextContents();
}

/** Presses a key until what has the focus is called so, as somebody without a mouse does. */
async function walkTo(page: Page, key: string, name: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    const at = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    if (at === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never leads to ${name}`);
}

describe.skipIf(!hasChromium)(`screens${needsChromium}`, () => {
  const dist = mkdtempSync(join(tmpdir(), 'lcm-screens-'));
  let person: Person;
  let fixtures: FixtureServer;

  beforeAll(async () => {
    execFileSync(join(root, 'node_modules/.bin/vite'), ['build', 'src/ui', '--outDir', dist, '--logLevel', 'error'], {
      cwd: root,
    });
    fixtures = await startFixtureServer({ dist, fleet: 'busy', as: 'admin' });
    person = await openBrowser();
    await person.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  }, 60_000);

  afterAll(async () => {
    await person.close();
    fixtures.stop();
    rmSync(dist, { recursive: true, force: true });
  });

  async function show(screen: string): Promise<Page> {
    const { page } = person;
    await page.goto(fixtures.url + screen);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  test.each(questions)('a question stands before what cannot be undone: $button on $screen', async (asked) => {
    const page = await show(asked.screen);
    const ordered = fixtures.orders.length;
    await page
      .getByRole('button', { name: new RegExp(`^${asked.button}`) })
      .and(page.locator('[aria-disabled=false]'))
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(asked.means).waitFor();
    await dialog.getByText('This cannot be undone', { exact: false }).waitFor();
    expect(fixtures.orders.slice(ordered)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(fixtures.orders.slice(ordered)).toEqual([]);
  });

  test('a worker is terminated by whoever types its name', async () => {
    const page = await show('/workers/wkr_4');
    const ordered = fixtures.orders.length;
    await page.getByRole('button', { name: 'Terminate' }).click();
    const dialog = page.getByRole('dialog');
    const name = dialog.getByLabel('Type small-1 to confirm');
    await name.fill('small-2');
    await name.press('Enter');
    expect(fixtures.orders.slice(ordered)).toEqual([]);
    await name.fill('small-1');
    await name.press('Enter');
    await dialog.getByText('A fixture only shows').waitFor();
    expect(fixtures.orders.slice(ordered)).toEqual(['POST /api/v1/workers/wkr_4/terminate']);
  });

  test('YAML and configurations are read in colours, copied and downloaded', async () => {
    const page = await show('/definitions/def_1');
    await page.getByRole('button', { name: 'YAML: Topology of Two sites over OSPF' }).click();
    const code = page.getByRole('figure', { name: 'Topology of Two sites over OSPF' });
    await code.getByText('node_definition').first().waitFor();
    expect(await code.locator('.code-key').first().textContent()).toBe('lab');
    await code.getByRole('button', { name: 'Copy' }).click();
    await code.getByRole('button', { name: 'Copy' }).getByText('Copied').waitFor();
    const copied = await page.evaluate(async () => navigator.clipboard.readText());
    expect(copied).toContain('title: "Two sites over OSPF"');
    const [download] = await Promise.all([page.waitForEvent('download'), code.getByRole('link').click()]);
    expect(download.suggestedFilename()).toBe('two-site-ospf.yaml');
  });

  test.each(tables)('the table of $screen keeps its order and its columns in its address', async (table) => {
    const page = await show(`${table.screen}?sort=-${table.sort}&columns=${table.sort},${table.other}`);
    const heads = (await headsOf(page)).filter((head) => head.trim() !== '');
    expect(heads).toContain(table.head);
    expect(heads).toContain(table.shown);
    expect(heads.length).toBeLessThanOrEqual(3);
    const sorted = page.getByRole('columnheader', { name: table.head, exact: true });
    expect(await sorted.getAttribute('aria-sort')).toBe('descending');
    await sorted.getByRole('button').click();
    expect(new URL(page.url()).searchParams.get('sort')).toBe(table.sort);
    await page.reload();
    expect(await sorted.getAttribute('aria-sort')).toBe('ascending');
  });

  test('every screen of the menu is reached by the keyboard alone', { timeout: 60_000 }, async () => {
    const page = await show('/');
    const groups = page.getByRole('navigation', { name: 'Main' }).locator('.nav-group');
    for (const group of await groups.all()) {
      const name = ((await group.getByRole('button').textContent()) ?? '').replace(' (you are here)', '');
      for (const link of await group.locator('a').allTextContents()) {
        await show('/');
        await walkTo(page, 'Tab', name);
        await page.keyboard.press('Enter');
        await page.keyboard.press('ArrowDown');
        await walkTo(page, 'ArrowDown', link);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1 }).and(page.locator(':focus')).waitFor();
        expect({ link, url: page.url() }).not.toEqual({ link, url: `${fixtures.url}/` });
      }
    }
  });

  test('a session on the calendar is moved without a mouse', async () => {
    const page = await show('/calendar?zoom=days');
    await page.getByRole('region', { name: 'Workers by time' }).focus();
    const at = async () => page.evaluate(() => document.activeElement?.getAttribute('data-block'));
    for (let steps = 0; steps < 40 && (await at()) !== 'ses_5'; steps += 1) await page.keyboard.press('ArrowRight');
    expect(await at()).toBe('ses_5');
    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog', { name: 'Move Cohort 8, seat 1' });
    await dialog.getByLabel('Worker').selectOption('wkr_2');
    const ordered = fixtures.orders.length;
    await dialog.getByRole('button', { name: 'Move' }).press('Enter');
    await dialog.getByText('A fixture only shows').waitFor();
    expect(fixtures.orders.slice(ordered)).toEqual(['POST /api/v1/lablet-sessions/ses_5/move']);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await at()).toBe('ses_5');
  });
});
