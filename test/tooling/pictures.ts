/**
 * `npm run pictures` makes the pictures of the documentation from what the built command prints and writes, on the shipped samples: a
 * terminal as SVG, always the same bytes (test/tooling/pictures.test.ts holds it to that), and the HTML report as PNG, which needs Chromium.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { CHROMIUM, launch, saySkipped } from '../page/browser.ts';
import { svgOfTranscript } from './ansi-svg.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const PICTURES = 'docs/pictures/';
const BASELINE = 'baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json';
const LATER_BASELINE = 'baselines/macos-26.2-25C56--26.3-25D125.ota.arm64.baseline.json';
const TRACES = 'traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-';
const COLUMNS = 104;
const MOST_BYTES = 220 * 1024;

/** File name → text of each picture that is text. */
export function svgPictures(): ReadonlyMap<string, string> {
  return new Map([
    [
      'verdict.svg',
      svgOfTranscript({
        title:
          'esdrift diff of a baseline and three synthetic recordings: drift, one finding high, two medium, one low',
        command: [`esdrift diff ${BASELINE} \\`, `    ${TRACES}[123].jsonl.zst`],
        output: esdrift(['diff', BASELINE, ...[1, 2, 3].map((run) => `${TRACES}${run}.jsonl.zst`)]),
        columns: COLUMNS,
      }),
    ],
  ]);
}

function esdrift(args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], FORCE_COLOR: '1', COLUMNS: String(COLUMNS) },
  });
  if (status !== 1) throw new Error(`esdrift ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return stdout;
}

async function screenshots(report: string): Promise<void> {
  const browser = await launch();
  for (const colorScheme of ['light', 'dark'] as const) {
    await onReport(browser, report, { colorScheme, height: 1000 }, async (page) => {
      const moved = page.locator('.finding:not([hidden])', { hasText: 'runs from another path' }).first();
      await moved.locator('> summary').click();
      await page.mouse.move(0, 0);
      await keep(page, `report-${colorScheme}.png`, moved.locator('.line-added'));
    });
    await onReport(browser, report, { colorScheme, height: 910 }, async (page) => {
      await page.evaluate(() => document.querySelector('#timeline')?.scrollIntoView());
      await keep(page, `timeline-${colorScheme}.png`, page.locator('#timeline .legend'));
    });
  }
  await browser.close();
}

async function onReport(
  browser: Browser,
  report: string,
  { colorScheme, height }: { readonly colorScheme: 'light' | 'dark'; readonly height: number },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1040, height },
    colorScheme,
    deviceScaleFactor: 1.25,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(report).href);
  await page.locator('footer').waitFor();
  await use(page);
  await context.close();
}

/** What the window shows, down to `last`. */
async function keep(page: Page, name: string, last: Locator): Promise<void> {
  const path = `${root}${PICTURES}${name}`;
  const box = await last.boundingBox();
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const bottom = Math.min(height, Math.ceil((box?.y ?? height) + (box?.height ?? 0) + 6));
  await page.screenshot({ path, animations: 'disabled', clip: { x: 0, y: 0, width, height: bottom } });
  const { size } = statSync(path);
  console.log(`${PICTURES}${name} ${Math.ceil(size / 1024)} KiB`);
  if (size > MOST_BYTES) throw new Error(`${name} is too big for a repository: ${size} bytes.`);
}

async function main(): Promise<void> {
  mkdirSync(root + PICTURES, { recursive: true });
  for (const [name, text] of svgPictures()) {
    writeFileSync(root + PICTURES + name, text);
    console.log(PICTURES + name);
  }
  if (CHROMIUM === undefined) {
    saySkipped();
    console.warn('The pictures of the HTML report were left as they are.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-pictures-'));
  const report = join(folder, 'report.html');
  const history = [BASELINE, LATER_BASELINE].flatMap((baseline) => ['--history', baseline]);
  esdrift(['diff', BASELINE, `${TRACES}1.jsonl.zst`, ...history, '--format', 'html', '--out', report]);
  await screenshots(report);
  rmSync(folder, { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
