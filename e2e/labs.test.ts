import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { Api } from './api.ts';
import { goTo, hasChromium, logIn, needsChromium, openBrowser, type Person, shoot, watchWords } from './browser.ts';
import { eventually } from './eventually.ts';
import type { Product } from './product.ts';
import { minute } from './session-story.ts';
import { startProduct } from './start-product.ts';

const yaml = readFileSync(join(import.meta.dirname, '../content/trunk-two-switches/cml.yaml'), 'utf8');

function badge(page: Page, word: string) {
  return page.getByRole('region', { name: 'Status' }).locator('.status').getByText(word, { exact: true });
}

async function order(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** One story in order: each test goes on where the one before it ended. */
describe.skipIf(!hasChromium)(`an operator’s own labs${needsChromium}`, { timeout: 2 * minute }, () => {
  let product: Product;
  let admin: Person;
  let page: Page;

  beforeAll(async () => {
    product = await startProduct();
    admin = await openBrowser();
    ({ page } = admin);
    const api = new Api(product.url, 'admin');
    const { id } = z.object({ id: z.string() }).parse(await api.post('/workers', { template: 'metal', name: 'bench' }));
    await eventually('the worker is up', async () => (await api.worker(id)).license.status === 'registered', {
      withinMs: minute,
    });
    await logIn(page, product.url, 'admin');
  }, 2 * minute);

  afterAll(async () => {
    await admin.close();
    await product.stop();
  }, minute);

  let isBroken = false;
  beforeEach(({ skip }) => skip(isBroken, 'an earlier step of the story failed'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    isBroken = true;
    await shoot(page, 'failed-labs');
    console.error(`The product warned of:\n${product.warnings}`);
  });

  test('a lab is checked line by line before it is imported', async () => {
    await goTo(page, 'Labs');
    await page.getByText('There is no lab on any worker').waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('or paste the lab here').fill(yaml.replace('node_definition', 'kind'));
    expect(
      await dialog
        .getByText(/^Lab line /)
        .first()
        .textContent(),
    ).toMatch(/^Lab line \d+, column \d+: /);
    await dialog.getByLabel('or paste the lab here').fill(yaml);
    await dialog.getByText('It can be imported.').waitFor();
    await dialog.getByLabel('Title', { exact: true }).fill('Mine');
    await shoot(page, 'labs-import');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'Mine', level: 1 }).waitFor();
    await badge(page, 'Defined').waitFor();
  });

  test('its nodes come up before one’s eyes', async () => {
    const shown = await watchWords(page, '[aria-label="Status"] .dry-run strong, [aria-label="Status"] .status');
    await order(page, 'Start');
    await badge(page, 'Booted').waitFor();
    expect(await shown.seen()).toEqual(expect.arrayContaining(['It is being started', 'Starting', 'Booted']));
    expect(await page.getByRole('meter', { name: 'Nodes that are up' }).getAttribute('aria-valuetext')).toBe('4 of 4');
    expect(await page.getByRole('button', { name: /^Wipe/ }).getAttribute('title')).toContain('stop it first');
  });

  test('a look at the host brings its topology, with every node as it is', async () => {
    await page.getByRole('link', { name: 'bench' }).click();
    await page.getByRole('button', { name: 'Refresh the labs of bench' }).click();
    await page.getByRole('region', { name: /^Labs/ }).getByRole('link', { name: 'Mine' }).click();
    await page.getByRole('img', { name: /^4 nodes and .* up/ }).waitFor();
    const topology = page.getByRole('region', { name: 'Topology' });
    expect(await topology.getByRole('row', { name: /Up/ }).count()).toBe(4);
    await page.getByRole('region', { name: 'Revisions' }).getByText('Revision 1', { exact: true }).waitFor();
    await shoot(page, 'lab', true);
  });

  test('what its nodes and links do is shown while one looks', async () => {
    const statistics = page.getByRole('region', { name: 'Statistics' });
    await statistics
      .getByRole('row', { name: /Up .* % .*MB/ })
      .first()
      .waitFor();
    expect(await statistics.getByRole('row', { name: /Up .* %/ }).count()).toBe(4);
    await statistics
      .getByText(/\d packets/)
      .first()
      .waitFor();
    await shoot(page, 'lab-statistics', true);
  });

  test('it is given to a user, who operates it and sees no other, until it is taken back', async () => {
    const user = await openBrowser();
    onTestFinished(user.close);
    await logIn(user.page, product.url, 'user');
    await goTo(user.page, 'Labs');
    await user.page.getByText('No lab is assigned to you').waitFor();
    await page.getByRole('button', { name: 'Assign Mine to somebody' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To whom, by their user id').fill('user');
    await dialog.getByText('To operate').click();
    await dialog.getByLabel('Reason').fill('the class of May');
    await shoot(page, 'lab-assign');
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await user.page.getByRole('link', { name: 'Mine' }).click();
    await user.page.getByText('the class of May').first().waitFor();
    await shoot(user.page, 'lab-of-user', true);
    for (const [name, word] of [
      ['Stop', 'Stopped'],
      ['Start', 'Booted'],
    ] as const) {
      await order(user.page, name);
      await badge(user.page, word).waitFor();
    }
    await page.getByRole('button', { name: 'Take back Mine from user' }).click();
    await dialog.getByLabel('Reason').fill('the class is over');
    await dialog.getByRole('button', { name: 'Take back' }).click();
    await user.page.getByRole('heading', { name: 'No such lab' }).waitFor();
    expect(await badge(page, 'Booted').count()).toBe(1);
  });

  test('a clone of it is another lab, and both are stopped in one go', async () => {
    await page.getByRole('button', { name: 'Clone' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill('Second');
    await page.getByRole('dialog').getByRole('button', { name: 'Clone' }).click();
    await page.getByRole('heading', { name: 'Second', level: 1 }).waitFor();
    await badge(page, 'Defined').waitFor();
    await goTo(page, 'Labs');
    await page.getByLabel('Choose all on this page').check();
    await page.getByRole('button', { name: 'Stop: all chosen labs' }).click();
    expect(await page.getByRole('dialog').textContent()).toContain('1 lab is left out');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop 1 lab' }).click();
    await page.getByRole('dialog').getByText('1 of 1 done').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('row', { name: /Mine/ }).getByText('Stopped', { exact: true }).waitFor();
    await shoot(page, 'labs', true);
  });

  test('what is deleted is closed, and found again among the closed', async () => {
    await page.getByRole('link', { name: 'Second' }).click();
    await order(page, 'Delete');
    await badge(page, 'Deleted').waitFor();
    await goTo(page, 'Labs');
    await page.getByLabel('Status', { exact: true }).selectOption('closed');
    await page
      .getByRole('row', { name: /Second/ })
      .getByText('Deleted', { exact: true })
      .waitFor();
    expect(admin.complaints).toEqual([]);
  });
});
