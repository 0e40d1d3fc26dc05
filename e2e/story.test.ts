import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Api, type Session } from './api.ts';
import { goTo, hasChromium, logIn, needsChromium, openBrowser, type Person, shoot, watchWords } from './browser.ts';
import { eventually } from './eventually.ts';
import { cloudOf, deliveryOf, labsOn } from './outside.ts';
import type { Product } from './product.ts';
import { apiDescription, minute, play, timesOf, typed } from './session-story.ts';
import { startProduct } from './start-product.ts';

const lab = 'A trunk between two switches';

/** One story in order: each test goes on where the one before it ended. */
describe.skipIf(!hasChromium)(`from nothing to a graded lab${needsChromium}`, { timeout: 2 * minute }, () => {
  let product: Product;
  let admin: Person;
  let candidate: Person;
  let asAdmin: Api;
  let asUser: Api;
  let workerId: string;
  let session: Session;
  let later: Session;
  let others: readonly Promise<Session>[];

  beforeAll(async () => {
    product = await startProduct();
    [admin, candidate] = await Promise.all([openBrowser(), openBrowser()]);
    asAdmin = new Api(product.url, 'admin');
    asUser = new Api(product.url, 'user');
  }, minute);

  afterAll(async () => {
    await Promise.all([admin.close(), candidate.close()]);
    await product.stop();
  }, minute);

  let isBroken = false;
  beforeEach(({ skip }) => skip(isBroken, 'an earlier step of the story failed'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    isBroken = true;
    await Promise.all([shoot(admin.page, 'failed-admin'), shoot(candidate.page, 'failed-candidate')]);
    console.error(`The product warned of:\n${product.warnings}`);
  });

  const go = async (name: string): Promise<void> => goTo(admin.page, name);

  test('1 one command starts everything and says where it is', async () => {
    if (product.isOneProcess) {
      expect(product.log).toContain(`Lablet Cloud Manager is at ${product.url}`);
      expect(product.log).toContain('the password is "test"');
    }
    expect(product.starts[0]?.tookMs).toBeLessThan(20_000);
    await admin.page.goto(product.url);
    await shoot(admin.page, '1-sign-in', true);
  });

  test('2 admin logs in; the overview says what to do first and what is simulated', async () => {
    const { page } = admin;
    await logIn(page, product.url, 'admin');
    await page.getByRole('heading', { name: 'Start here' }).waitFor();
    if (product.isOneProcess) {
      const note = page.getByRole('note');
      expect(await note.textContent()).toMatch(/AWS, CML, LDS, Grading/);
      expect(await note.textContent()).toContain('60× faster than life');
    }
    expect(await connection(page)).toMatch(/^connected$/i);
    await shoot(page, '2-overview-empty', true);
  });

  test('3 a worker of a template comes up before one’s eyes', async () => {
    const { page } = admin;
    await go('Workers');
    await page.getByRole('button', { name: 'New worker' }).click();
    await page.getByRole('radio', { name: /^metal / }).check();
    await page.getByLabel('Name (may stay empty)').fill('exam-room-1');
    await shoot(page, '3-new-worker');
    const shown = await watchWords(page, 'main .status');
    await page.getByRole('button', { name: 'Create worker' }).click();
    await page.getByRole('heading', { name: 'exam-room-1' }).waitFor();
    const wanted = ['Pending', 'Provisioning', 'Starting', 'Running', 'CML available', 'Licence registered'];
    await eventually(`the screen shows ${wanted.join(', ')}`, async () => {
      const seen = await shown.seen();
      return wanted.every((word) => seen.includes(word));
    });
    const seen = await shown.seen();
    expect(seen.filter((word) => wanted.includes(word))).toEqual(wanted);
    await page.locator('.steps .steps-done').nth(5).waitFor();
    [{ id: workerId }] = z.tuple([z.object({ id: z.string() })]).parse(await asAdmin.workers());
    await shoot(page, '3-worker', true);
    await go('Workers');
    await page.getByRole('link', { name: 'exam-room-1' }).waitFor();
    await shoot(page, '3-workers', true);
  });

  test('4 the catalogue shows labs with what each needs', async () => {
    const { page } = admin;
    await go('Catalogue');
    const card = page.getByRole('article').filter({ hasText: lab });
    expect(await card.textContent()).toMatch(/4 nodes.*4 cores.*3 GiB.*4 ports.*30 min/s);
    expect(await page.getByRole('article').count()).toBeGreaterThanOrEqual(15);
    await shoot(page, '4-catalogue', true);
    await card.getByRole('link').click();
    await page.getByRole('heading', { name: 'Needs' }).waitFor();
    await page.locator('svg').first().waitFor();
  });

  test('5 a booking is answered at once with its place; its steps lead to ready', async () => {
    const { page } = admin;
    await page.getByLabel('Name', { exact: true }).fill('Candidate’s lab');
    await page.getByLabel('For', { exact: true }).fill('user');
    await page.getByText('exam-room-1 runs already').first().waitFor();
    await shoot(page, '5-book', true);
    const shown = await watchWords(page, 'main .status');
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByRole('heading', { name: 'Candidate’s lab' }).waitFor();
    const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: 'Placement' }) });
    expect(await card.textContent()).toMatch(/On exam-room-1.*exam-room-1 runs already/s);
    // The other control plane of two may hear of it a moment later than the one that answered the page.
    session = await eventually('the user sees it placed', async () => {
      const [found] = await asUser.sessions();
      return found?.placement !== undefined && found;
    });
    expect(session).toMatchObject({ ownerId: 'user', placement: { workerId, workerName: 'exam-room-1' } });
    await shoot(page, '5-preparing');
    await page.locator('.status').getByText('Ready', { exact: true }).first().waitFor();
    expect(await shown.seen()).toEqual(expect.arrayContaining(['Instantiating', 'Ready', 'Done']));
    expect(await page.locator('.gantt-row').allTextContents()).toEqual([
      expect.stringMatching(/Await worker.*\d+ s/s),
      expect.stringMatching(/Import lab.*\d+ s/s),
      expect.stringMatching(/Assign ports.*\d+ s/s),
      expect.stringMatching(/Skipped.*Load configurations.*nothing was saved/s),
      expect.stringMatching(/Start lab.*\d+ s/s),
      expect.stringMatching(/Provision delivery.*\d+ s/s),
      expect.stringMatching(/Publish devices.*\d+ s/s),
    ]);
    session = await asAdmin.sessionIs(session.id, 'ready');
    for (const port of Object.values(session.placement?.ports ?? {})) {
      await page.getByRole('cell', { name: String(port), exact: true }).waitFor();
    }
    await shoot(page, '5-ready', true);
  });

  test('5 another for in three minutes has its place, its interval and why', async () => {
    const { page } = admin;
    await go('Catalogue');
    await page.getByRole('article').filter({ hasText: lab }).getByRole('link').click();
    await page.getByLabel('Name', { exact: true }).fill('In three minutes');
    await page.getByRole('button', { name: 'in 3 min' }).click();
    await page.getByText('exam-room-1 runs already').first().waitFor();
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByRole('heading', { name: 'In three minutes' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    later = await eventually('its place is known everywhere', async () => {
      const seen = await asAdmin.session(id);
      return seen.status !== 'pending' && seen;
    });
    expect(later).toMatchObject({ status: 'scheduled', placement: { workerId, why: expect.stringContaining('fits') } });
    const { from, start, end, until } = timesOf(later);
    expect(from).toBeLessThan(start);
    expect(end).toBe(start + 30 * minute);
    expect(until).toBeGreaterThan(end);
    expect(start - Date.now()).toBeGreaterThan(2 * minute);
    const ports = await eventually('both have their ports', async () => {
      const taken = Object.values((await asAdmin.worker(workerId)).reservations);
      return taken.length === 2 && taken.flatMap((reservation) => Object.values(reservation.ports));
    });
    expect(new Set(ports).size).toBe(8);
    expect(await page.locator('main').textContent()).toMatch(/until it starts/);
    await shoot(page, '5-in-three-minutes');
    others = [
      play(asUser, { name: 'Untouched', part: undefined }),
      play(asUser, { name: 'Half a solution', part: 'half' }),
    ];
    for (const other of others) other.catch(() => undefined);
  });

  test('6 the user launches it, types by hand, lets the rest be typed, and finishes', async () => {
    const { page, context } = candidate;
    await logIn(page, product.url, 'user');
    await goTo(page, 'Sessions');
    await page.getByRole('link', { name: 'Candidate’s lab' }).click();
    await page.getByRole('button', { name: /^More time/ }).click();
    await page.getByRole('button', { name: '+5 min' }).click();
    await page.getByRole('button', { name: 'Extend', exact: true }).click();
    await page.getByText(/^Extended: it ends at/).waitFor();
    await shoot(page, '6-more-time', true);
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: /^Launch/ }).click();
    const desk = await opened;
    await desk.getByRole('button', { name: 'Start' }).click();
    await desk.getByRole('button', { name: 'Pause' }).waitFor();
    const row = desk.locator('[data-device]').filter({ hasText: 'iol-l2-0' });
    await row.getByRole('button', { name: 'Open console' }).click();
    const console = desk.getByRole('region', { name: 'Console of iol-l2-0' });
    for (const line of ['enable', 'configure terminal', 'hostname TYPED-BY-HAND', 'end', 'show running-config']) {
      await console.getByRole('textbox').fill(line);
      await console.getByRole('textbox').press('Enter');
    }
    await console.getByRole('log').getByText('hostname TYPED-BY-HAND').first().waitFor();
    await shoot(desk, '6-console', true);
    await desk.getByRole('button', { name: 'Type the whole solution' }).click();
    await desk
      .getByText(/typed and saved/)
      .nth(1)
      .waitFor();
    await shoot(desk, '6-solution-typed');
    expect(await asUser.session(session.id)).toMatchObject({ status: 'running' });
    await go('Overview');
    await admin.page.getByText('sessions running').waitFor();
    await shoot(admin.page, '6-overview-running', true);
    await desk.getByRole('button', { name: 'Finish' }).click();
    await desk.getByRole('button', { name: 'Finish now' }).click();
    await desk.getByText('Finished: you may close this page').waitFor();
    await shoot(desk, '6-finished');
    await desk.close();
  });

  test('7 it is graded full marks, on the screen, section by section', async () => {
    const { page } = candidate;
    await page.getByRole('heading', { name: 'Score', exact: true }).waitFor();
    const full = page.getByText(/14 of 14 points, 100 %/);
    await full.first().waitFor();
    await page.locator('.score-item').first().waitFor();
    expect(await page.locator('section h3').count()).toBeGreaterThan(0);
    await page.locator('.status').getByText('Archived', { exact: true }).first().waitFor();
    await page.getByRole('heading', { name: 'Evidence', exact: true }).waitFor();
    await shoot(page, '7-score', true);
    const ended = await asUser.sessionIs(session.id, 'archived');
    expect(ended).toMatchObject({ score: { points: 14, result: 'pass' }, outcome: { result: 'completed' } });
  });

  test('7 nothing done gets its low score, half of it something between', async () => {
    const [untouched, half] = await Promise.all(others);
    expect(untouched?.score).toMatchObject({ points: 0, maxPoints: 14, result: 'fail' });
    expect(half?.score?.points).toBe(7);
    await go('Sessions');
    await admin.page.getByRole('link', { name: 'Half a solution' }).waitFor();
    await shoot(admin.page, '7-sessions', true);
    await go('Overview');
    await shoot(admin.page, '7-overview', true);
  });

  test('7 labs, ports, places and delivery sessions are given back', async () => {
    const { reservations, publicIp = '' } = await asAdmin.worker(workerId);
    expect(Object.values(reservations).map(({ sessionId }) => sessionId)).toEqual([later.id]);
    const isLaterThere = (await asAdmin.session(later.id)).status !== 'scheduled';
    expect(await labsOn(publicIp, product)).toHaveLength(isLaterThere ? 1 : 0);
    const delivery = await deliveryOf(product);
    const played = delivery.sessions.filter(({ authId }) => authId !== later.id);
    expect(played.map(({ state }) => state)).toEqual(['ARCHIVED', 'ARCHIVED', 'ARCHIVED']);
    expect(delivery.outbox).toEqual([]);
    const cloud = await cloudOf(product);
    expect(cloud.effects.launches).toEqual({ [`${workerId}:1`]: 1 });
  });

  test('8 the same by REST, beginning with the examples of the API page', async () => {
    const { page } = admin;
    await page.goto(`${product.url}/api/docs`);
    await page.locator('#operations-tag-lablet-sessions').click();
    await page.getByText('Book a session for a time, or as soon as possible').waitFor();
    await shoot(page, '8-api-docs');
    const [login = '', booking = ''] = [...(await apiDescription(product)).matchAll(/```sh\n([\s\S]*?)```/g)].map(
      ([, block]) => block,
    );
    const me: unknown = JSON.parse(await typed(login));
    expect(me).toMatchObject({ id: 'user' });
    const answers = await typed(`${login}\necho; ${booking.replaceAll('\nauth', '\necho; auth')}`);
    expect(answers).toMatch(/"status":"(scheduled|instantiating)"/);
    const { id } = z
      .object({ id: z.string() })
      .parse(JSON.parse(answers.split('\n').find((line) => line.includes('"ses_')) ?? ''));
    await asUser.post(`/lablet-sessions/${id}/terminate`, { reason: 'was only booked' });
    const graded = await play(asUser, { name: 'By REST', part: 'half' });
    expect(graded.score?.points).toBe(7);
    const report = z.object({ sections: z.array(z.object({ title: z.string(), points: z.number() })) });
    const { sections } = report.parse(await asUser.get(`/lablet-sessions/${graded.id}/score-report`));
    expect(sections.map(({ title }) => title)).toEqual(['Trunk', 'Client ports']);
    expect(sections.reduce((sum, { points }) => sum + points, 0)).toBe(7);
  });

  test('the audit log tells who did what, and no page had an error', async () => {
    await admin.page.goto(product.url);
    await go('Audit');
    await admin.page.getByRole('row').nth(5).waitFor();
    await shoot(admin.page, '9-audit', true);
    expect([...admin.complaints, ...candidate.complaints]).toEqual([]);
  });

  test('3 the badge says when the server is gone, and a restart brings everything back', async () => {
    const { page } = admin;
    const shown = await watchWords(page, '.connection');
    await product.kill();
    await eventually('the badge says disconnected', async () => /^disconnected$/i.test(await connection(page)));
    await shoot(page, '3-disconnected', true);
    await product.start();
    await eventually('the badge says connected', async () => /^connected$/i.test(await connection(page)));
    expect((await shown.seen()).map((word) => word.toLowerCase())).toEqual([
      'connected',
      'reconnecting',
      'disconnected',
    ]);
    expect((await asUser.session(session.id)).score?.points).toBe(14);
  });

  test('3 the badge says error in the one tab when the other signs out', async () => {
    const { page, context } = candidate;
    await eventually('connected again', async () => /^connected$/i.test(await connection(page)));
    const other = await context.newPage();
    await other.goto(product.url);
    await other.getByRole('button', { name: 'Sign out' }).click();
    // A stream that is open already learns of it with its next heartbeat.
    const isError = async (): Promise<boolean> => /^error$/i.test(await connection(page));
    await eventually('the badge says error', isError, { withinMs: 45_000 });
    expect(await page.getByRole('alert').textContent()).toContain('Your session has ended');
    await shoot(page, '3-signed-out-elsewhere');
  });
});

async function connection(page: Page): Promise<string> {
  return (await page.locator('.connection').textContent()) ?? '';
}
