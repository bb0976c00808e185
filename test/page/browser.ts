/** A real browser for the tests of the HTML report. Where there is none, the tests say so and are skipped: it is not a dependency. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** ESDRIFT_CHROMIUM, or the first on PATH. */
function findChromium(): string | undefined {
  const named = process.env['ESDRIFT_CHROMIUM'];
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(named === undefined ? [] : [named]), ...onPath].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const CHROMIUM = findChromium();

/** Printed once for each file whose tests do not run. */
export function saySkipped(): void {
  if (CHROMIUM === undefined)
    console.warn(
      'SKIPPED: no Chromium. Install it (Debian: apt-get install chromium) or name one in ESDRIFT_CHROMIUM.',
    );
}

export async function launch(): Promise<Browser> {
  // Without its own sandbox: root in a container has no user namespaces, and the pages are ours.
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
}

/** A page and everything it must not do. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses asked for, but for the file itself and the worker's blob. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
  /** What the Content Security Policy stopped. */
  readonly violations: () => Promise<readonly string[]>;
}

export async function openReport(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('blob:')) requests.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.defineProperty(globalThis, 'seenViolations', { value: seen });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      seen.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  await page.goto(url);
  await page.locator('footer').waitFor();
  return {
    page,
    requests,
    errors,
    violations: () => page.evaluate(() => Reflect.get(globalThis, 'seenViolations') as string[]),
  };
}
