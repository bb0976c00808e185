/** What is dropped on a report, a trace or the lines of eslogger, says there what the commands say of it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Detection } from '../../src/model/detection.ts';
import { formatDuration, formatOffset } from '../../src/report/duration.ts';
import { CHROMIUM, launch, openReport, saySkipped, type WatchedPage } from './browser.ts';
import { AFTER_TRACE, BASELINE, BEFORE_TRACE, ROOT, esdrift, workFolder } from './reports.ts';

saySkipped();

const DOWNLOAD_ONLY = 'traces/macos-26.2-25C56.negative.arm64.download-without-install.jsonl.zst';
const INSTALLER = 'traces/macos-26.1-25B78--26.2-25C56.full-installer.arm64.run-1.jsonl.zst';

function linesOf(trace: string): string {
  return esdrift(['trace', 'cat', trace]).stdout;
}

function detectionOf(trace: string): Detection {
  return JSON.parse(esdrift(['detect', trace, '--json']).stdout) as Detection;
}

/** Of lines as they come, which know less than a trace. */
function detectionIn(lines: string): Detection {
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'detect', '-', '--json'], {
    input: lines,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as Detection;
}

describe.skipIf(CHROMIUM === undefined)('a file that is dropped on a report', () => {
  let browser: Browser;
  const folder = workFolder();
  const report = join(folder, 'report.html');

  beforeAll(async () => {
    esdrift(['diff', BASELINE, AFTER_TRACE, '--format', 'html', '--out', report]);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function opened(
    name: string,
    content: Buffer | string,
    use: (section: Locator, watched: WatchedPage) => Promise<void>,
  ): Promise<void> {
    const watched = await openReport(browser, report);
    const buffer = Buffer.from(content);
    await watched.page
      .getByLabel('Choose a trace file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await use(watched.page.locator('#open'), watched);
    expect(watched.requests).toEqual([]);
    expect(watched.errors).toEqual([]);
    expect(await watched.violations()).toEqual([]);
    await watched.page.context().close();
  }

  const isOpen = async (section: Locator): Promise<void> =>
    section.getByText('It was read in this page and sent nowhere.').waitFor();

  const ruleRow = (section: Locator, id: string): Locator =>
    section.locator('table.rules tr', {
      has: section.page().locator('code', { hasText: new RegExp(`^${id}$`) }),
    });

  async function saysWhat(
    section: Locator,
    { method, confidence, started, restart, rules, phases }: Detection,
  ) {
    const verdict = method === 'none' ? 'no upgrade began' : `${method}, confidence ${confidence.level}`;
    expect(await section.locator('p.note', { hasText: '(rules: built-in)' }).innerText()).toContain(verdict);
    if (started !== null && restart !== null)
      expect(await section.innerText()).toContain(
        `known at ${formatOffset(started.offsetMs)}, ${formatDuration(restart.offsetMs - started.offsetMs)} before the restart`,
      );
    if (phases.length > 0)
      expect(await section.innerText()).toContain(
        `Phases: ${phases.map(({ phase, offsetMs }) => `${phase} ${formatOffset(offsetMs)}`).join(', ')}`,
      );
    for (const { id, state, offsetMs, leadMs } of rules) {
      const text = await ruleRow(section, id).innerText();
      if (state === 'fired' && offsetMs !== null) expect(text).toContain(formatOffset(offsetMs));
      if (state === 'fired' && leadMs !== null) expect(text).toContain(`${formatDuration(leadMs)} lead`);
      if (state === 'silent') expect(text).toContain('silent');
    }
  }

  it.each([BEFORE_TRACE, INSTALLER, DOWNLOAD_ONLY])('says what detect says of %s', async (trace) => {
    await opened('a.jsonl.zst', readFileSync(join(ROOT, trace)), async (section) => {
      await isOpen(section);
      await saysWhat(section, detectionOf(trace));
    });
  });

  it.each([
    ['plain', 'capture.jsonl', (lines: string) => Buffer.from(lines)],
    ['gzip', 'capture.jsonl.gz', (lines: string) => gzipSync(lines)],
    [
      'with the line ends of Windows and a byte order mark',
      'a.json',
      (lines: string) => Buffer.from(`\ufeff${lines.replaceAll('\n', '\r\n')}`),
    ],
    ['as script(1) leaves it', 'typescript', (lines: string) => Buffer.from(`^D\b\b${lines}`)],
  ])('may be a capture of eslogger, %s', async (_, name, pack) => {
    const lines = linesOf(BEFORE_TRACE);
    await opened(name, pack(lines), async (section) => {
      await isOpen(section);
      expect(await section.innerText()).toContain('were never redacted');
      const info = JSON.parse(esdrift(['trace', 'info', BEFORE_TRACE, '--json']).stdout) as {
        events: number;
      };
      expect(await section.locator('.side-facts').innerText()).toMatch(
        new RegExp(`^${info.events} events · .* · 2 segments · imported$`),
      );
      await saysWhat(section, detectionIn(lines));
    });
  });

  it('says how many lines it passed over, and goes on', async () => {
    const [first = '', ...rest] = linesOf(BEFORE_TRACE).trimEnd().split('\n');
    const lines = [first, 'not JSON', `{"x":"${'y'.repeat(5 << 20)}"}`, ...rest].join('\n');
    await opened('capture.jsonl', lines, async (section) => {
      await isOpen(section);
      expect(await section.innerText()).toContain('2 lines of the input were no readable event.');
      expect(await section.locator('.side-facts').innerText()).toContain(`${rest.length + 1} events`);
    });
  });

  it('that ends within its compression is read as far as it goes', async () => {
    const packed = gzipSync(linesOf(BEFORE_TRACE));
    await opened('cut.jsonl.gz', packed.subarray(0, packed.length >> 1), async (section) => {
      await isOpen(section);
      expect(await section.innerText()).toMatch(
        /Read up to a place where its compression is damaged, or ends/,
      );
    });
  });

  it.each([
    [
      'pretty.json',
      JSON.stringify(JSON.parse(linesOf(BEFORE_TRACE).split('\n')[0] ?? ''), null, 2),
      'jq -c .',
    ],
    ['empty.jsonl', '', 'esdrift trace import'],
    ['lines.jsonl.zst', zstdCompressSync(linesOf(BEFORE_TRACE)), 'no trace.*esdrift trace import'],
    ['report.html', '<!doctype html>', 'neither like a trace nor like lines'],
  ])('is refused with what to do: %s', async (name, content, words) => {
    await opened(name, content, async (section) => {
      const status = section.locator('p.shown').first();
      await expect.poll(async () => status.innerText()).toMatch(new RegExp(`^Not opened\\..*${words}`));
    });
  });
});
