import { execFileSync } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { manySessions, manyWorkers } from '@lcm/ui/testing/fixture-fleet';
import { type FixtureServer, startFixtureServer } from '@lcm/ui/testing/fixture-server';
import type { Page } from 'playwright-core';
import { hasChromium, openBrowser } from '../../e2e/browser.ts';
import { type Figure, quantile } from '../harness.ts';
import { runs } from '../options.ts';

const root = join(import.meta.dirname, '../..');
const turns = 7;
const began = Date.now();
const workers = manyWorkers(1000, (minutes) => new Date(began + minutes * 60_000).toISOString());
const sessions = manySessions(workers);

interface Screen {
  readonly name: string;
  readonly path: string;
  /** What a row is, once there is something in it. */
  readonly row: string;
  readonly kind: 'worker' | 'session';
}

const screens: readonly Screen[] = [
  { name: 'workers', path: '/workers', row: 'tbody tr a[href^="/workers/wkr_m"]', kind: 'worker' },
  { name: 'sessions', path: '/sessions', row: 'tbody tr a[href^="/sessions/ses_m"]', kind: 'session' },
  { name: 'calendar', path: '/calendar', row: 'a[href^="/workers/wkr_m"]', kind: 'worker' },
];

/** How fluent the lists are with a large customer's fleet, in a browser; nothing when there is none. */
async function screenFigures(): Promise<Figure[]> {
  if (!hasChromium) return [];
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lcm-bench-'));
  const vite = join(root, 'node_modules/.bin/vite');
  execFileSync(vite, ['build', 'src/ui', '--outDir', folder.path, '--logLevel', 'error'], { cwd: root });
  const server = await startFixtureServer({ dist: folder.path, fleet: 'large', as: 'admin' });
  const { page, close } = await openBrowser();
  try {
    const figures: Figure[] = [];
    for (const screen of screens) figures.push(...(await figuresOf(screen, page, server)));
    return figures;
  } finally {
    await close();
    server.stop();
  }
}

async function figuresOf(screen: Screen, page: Page, server: FixtureServer): Promise<readonly Figure[]> {
  const [firsts, updates, works]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 1; turn <= runs(turns); turn += 1) {
    firsts.push(await firstRows(screen, page, server.url));
    const { ms, taskMs } = await update(screen, page, { server, turn });
    updates.push(ms);
    works.push(taskMs);
  }
  const what = `screen of ${screen.name}, 1,000 workers with ${sessions.length.toLocaleString('en')} sessions`;
  return [
    {
      what: `${what}: from the address to its first rows`,
      measured: `median ${middle(firsts)} of ${firsts.length}`,
      aim: '< 1 s',
    },
    {
      what: '… one of them changes: until that is painted',
      measured: `median ${middle(updates)} of ${updates.length}; ${middle(works)} of work`,
      aim: '< 100 ms',
    },
  ];
}

/** Until the frame with them has been painted, on a page that is loaded anew. */
async function firstRows({ path, row }: Screen, page: Page, url: string): Promise<number> {
  await page.goto(`${url}${path}`, { waitUntil: 'commit' });
  const at = await page.evaluate(
    async (wanted) =>
      new Promise<number>((done) => {
        const look = (): void => {
          if (document.querySelector(wanted) === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => done(performance.now()));
        };
        look();
      }),
    row,
  );
  return at;
}

function middle(values: readonly number[]): string {
  return `${quantile(values, 0.5).toFixed(0)} ms`;
}

interface Turn {
  readonly server: FixtureServer;
  readonly turn: number;
}

/** From the server's word to the painted frame, by a clock that both share; and what the page's thread did in that time. */
async function update(screen: Screen, page: Page, { server, turn }: Turn): Promise<{ ms: number; taskMs: number }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const worked = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  await quiet(worked);
  const view = await shownFirst(screen, page);
  const name = `Changed ${turn}`;
  const painted = page.evaluate(async (text) => {
    const shown = Promise.withResolvers<void>();
    const watch = new MutationObserver(() => {
      const found = document.evaluate(`//main//*[contains(text(), "${text}")]`, document, null, 9).singleNodeValue;
      if (found !== null) shown.resolve();
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    await shown.promise;
    watch.disconnect();
    await new Promise((done) => requestAnimationFrame(() => globalThis.setTimeout(done)));
    return performance.timeOrigin + performance.now();
  }, name);
  const before = await worked();
  const from = performance.timeOrigin + performance.now();
  server.tell(screen.kind, turn + 1, { ...view, name });
  const ms = (await painted) - from;
  const taskMs = (await worked()) - before;
  await devtools.detach();
  return { ms, taskMs };
}

/** Until the rest of the snapshot has been drawn too. */
async function quiet(worked: () => Promise<number>): Promise<void> {
  for (let [before, now] = [-1, await worked()]; now - before > 50; ) {
    await setTimeout(500);
    [before, now] = [now, await worked()];
  }
}

/** What the first row of the screen is about. */
async function shownFirst({ row, kind }: Screen, page: Page): Promise<object> {
  const href = await page.locator(row).first().getAttribute('href');
  const id = href?.split('/').at(-1);
  const all: readonly { readonly id: string }[] = kind === 'worker' ? workers : sessions;
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the first row leads to ${href}`);
  return found;
}

process.send?.(await screenFigures());
