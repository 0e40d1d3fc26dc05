import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const hasChromium = existsSync(executable);
/** Part of a suite's name, so that a skipped suite says what it lacks. */
export const needsChromium = hasChromium ? '' : ` (skipped: there is no Chromium at ${executable}; set CHROMIUM)`;

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const screenshots = join(import.meta.dirname, 'screenshots');
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** A person at a browser of their own, with nothing left over from anybody else. */
export async function openBrowser(): Promise<Person> {
  mkdirSync(screenshots, { recursive: true });
  const profile = mkdtempSync(join(tmpdir(), 'lcm-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    args,
    viewport: desktop,
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Vienna',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    const { url } = message.location();
    // Before the login the answer to the question who one is.
    const isExpected = url.endsWith('/auth/me') && message.text().includes('401');
    if (message.type() === 'error' && !isExpected) complaints.push(`${message.text()} ${url}`);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, page, complaints, close };
}

export async function logIn(page: Page, url: string, username: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill('test');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** By the main menu, whose groups show their links when they are opened. */
export async function goTo(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: 'Main' });
  const link = page.getByRole('link', { name, exact: true, includeHidden: true });
  const group = menu.locator('.nav-group').filter({ has: link }).getByRole('button');
  if ((await group.count()) > 0) await group.click();
  await menu.getByRole('link', { name, exact: true }).click();
}

/** The page as it is now: the whole of it in light, and for main screens in dark and on a phone too. */
export async function shoot(page: Page, name: string, isMain = false): Promise<void> {
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  if (!isMain) return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(screenshots, `${name}-dark.png`), fullPage: true });
  await page.setViewportSize(phone);
  await page.screenshot({ path: join(screenshots, `${name}-phone-dark.png`), fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: join(screenshots, `${name}-phone.png`), fullPage: true });
  await page.setViewportSize(desktop);
}

/** Words that elements show from now on, each once, in the order in which they first appeared. */
export interface Watch {
  readonly seen: () => Promise<readonly string[]>;
}

declare global {
  var lcmSeen: Record<string, string[]> | undefined;
}

/** Follows what the page itself draws, so that a state shown for an instant is not missed and nothing is reloaded. */
export async function watchWords(page: Page, selector: string): Promise<Watch> {
  await page.evaluate((wanted) => {
    const seen: string[] = [];
    globalThis.lcmSeen = { ...globalThis.lcmSeen, [wanted]: seen };
    const look = (): void => {
      for (const element of document.querySelectorAll(wanted)) {
        const text = (element.textContent ?? '').trim();
        if (!seen.includes(text)) seen.push(text);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  }, selector);
  return { seen: async () => page.evaluate((wanted) => globalThis.lcmSeen?.[wanted] ?? [], selector) };
}
