/** Strings that want to be more than text, from the lines of a recording to what a browser makes of the report. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launch, openReport, saySkipped } from './browser.ts';
import { AFTER_TRACE, BASELINE, esdrift, workFolder } from './reports.ts';

saySkipped();

const HOSTILE = [
  '</script><script>globalThis.pwned=1</script>',
  '<img src=x onerror=globalThis.pwned=1>',
  '"><svg onload=globalThis.pwned=1>',
  ']]><!--',
  '\u001b]52;c;cHduZWQ=\u0007\u001b[31mred',
  '\u202egnp.exe\u2066',
  'javascript:globalThis.pwned=1',
  '{{constructor.constructor("globalThis.pwned=1")()}}',
  '\u2028\u2029\u0000',
];

/** The lines of a sample with hostile names: of programs, of signing ids, in arguments and of files. */
function hostileLines(): string {
  const lines = esdrift(['trace', 'cat', AFTER_TRACE]).stdout.trimEnd().split('\n');
  return lines
    .map((line, index) => {
      const bad = HOSTILE[index % HOSTILE.length] ?? '';
      const inJson = JSON.stringify(bad).slice(1, -1).replaceAll('/', '\\/');
      return line
        .replaceAll('sqlite3', `sqlite3${inJson}`)
        .replaceAll('ProductMetadata.plist', `ProductMetadata.plist${inJson}`)
        .replaceAll('AssetData', `AssetData${inJson}`);
    })
    .join('\n');
}

describe.skipIf(CHROMIUM === undefined)('hostile names in the HTML report', () => {
  let browser: Browser;
  const folder = workFolder();
  const report = join(folder, 'hostile.html');
  const trace = join(folder, 'hostile.jsonl.zst');

  beforeAll(async () => {
    writeFileSync(join(folder, 'lines.jsonl'), hostileLines());
    esdrift([
      ...[
        'trace',
        'import',
        join(folder, 'lines.jsonl'),
        '--out',
        trace,
        '--method',
        'ota',
        '--provenance',
        'synthetic',
      ],
      ...['--from-os', '26.2:25C56', '--to-os', '26.3:25D125', '--arch', 'arm64'],
    ]);
    esdrift(['diff', BASELINE, trace, '--format', 'html', '--out', report]);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('cannot end the element they stand in', () => {
    const html = readFileSync(report, 'utf8');
    const times = (pattern: RegExp): number => html.match(pattern)?.length ?? 0;
    expect(times(/<script/g)).toBe(4);
    expect(times(/<\/script>/g)).toBe(4);
    expect(times(/<img|<svg|<!--/gi)).toBe(0);
    // Line breaks and what the page itself has as signs.
    expect(times(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)).toBe(0);
  });

  it('are shown as escapes and stay text, also in a trace that is opened in the page', async () => {
    const { page, requests, errors, violations } = await openReport(browser, report);
    await page.getByRole('button', { name: /^info/ }).click();
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    await page.getByLabel('Choose a trace file').setInputFiles(trace);
    await page.getByText('It was read in this page and sent nowhere.').waitFor();
    for (const list of await page.getByRole('listbox').all()) {
      await list.focus();
      for (const key of ['End', 'Home', 'PageDown']) await page.keyboard.press(key);
    }
    const text = (await page.locator('body').textContent()) ?? '';
    for (const shown of [
      '<img src=x onerror=globalThis.pwned=1>',
      '\\u{202e}gnp.exe\\u{2066}',
      '\\u{1b}]52;c;cHduZWQ=\\u{7}',
    ])
      expect(text.includes(shown), shown).toBe(true);
    const own = await page.evaluate(() => ({
      pwned: Reflect.has(globalThis, 'pwned'),
      images: document.querySelectorAll(
        'img, iframe, object, embed, [onerror], [onload], a[href^="javascript"]',
      ).length,
      scripts: [...document.scripts].map(({ id, type }) => `${id} ${type}`.trim()),
    }));
    expect(own.pwned).toBe(false);
    expect(own.images).toBe(0);
    expect(own.scripts).toEqual([
      'esdrift-report application/json',
      'esdrift-page application/json',
      'esdrift-worker text/plain',
      '',
    ]);
    const drawn = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: string[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
        if (node.parentElement?.tagName !== 'SCRIPT') texts.push(node.textContent ?? '');
      for (const element of document.querySelectorAll('main *'))
        for (const { value } of element.attributes) texts.push(value);
      return texts;
    });
    // Line breaks stand between the elements of the file itself.
    expect(drawn.filter((one) => /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(one))).toEqual([]);
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
    expect(await violations()).toEqual([]);
    await page.context().close();
  });
});
