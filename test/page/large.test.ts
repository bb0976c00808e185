/** 5,000 findings and 100,000 events of a timeline: what is in the document stays bounded, and everything can still be found. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAsset } from '../../src/operations/page/page-asset.ts';
import { renderDriftHtml } from '../../src/report/html.ts';
import { CHROMIUM, launch, openReport, saySkipped } from './browser.ts';
import { largeReport } from './large-report.ts';
import { workFolder } from './reports.ts';

saySkipped();

describe.skipIf(CHROMIUM === undefined)('a large HTML report', () => {
  let browser: Browser;
  const folder = workFolder();
  const path = join(folder, 'large.html');

  beforeAll(async () => {
    const { report, page } = largeReport(5_000, 100_000);
    writeFileSync(path, renderDriftHtml(report, { page }, await pageAsset()));
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('filters all findings, and holds only the rows of lists that can be seen', async () => {
    const { page, errors, violations } = await openReport(browser, path);
    expect(await page.locator('#findings .shown').innerText()).toMatch(/of 5,000 findings$/);
    await page.getByLabel('Search findings').fill('payload.4999');
    expect(await page.locator('.finding:not([hidden])').count()).toBe(1);
    await page.getByLabel('Search findings').fill('');
    const events = page.getByRole('listbox', { name: 'Events' }).first();
    expect(await page.locator('#recordings .recording .shown').first().innerText()).toBe(
      '50,000 of 50,000 entries',
    );
    expect(await events.getByRole('option').count()).toBeLessThan(60);
    await events.focus();
    await page.keyboard.press('End');
    expect(await events.locator('[aria-selected=true]').innerText()).toContain('file-49999');
    expect(await events.getByRole('option').count()).toBeLessThan(60);
    await page.locator('#recordings').getByLabel('Search events').first().fill('file-31415');
    expect(await page.locator('#recordings .recording .shown').first().innerText()).toBe(
      '1 of 50,000 entries',
    );
    await page.getByRole('searchbox', { name: 'Search events' }).first().fill('');
    await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    expect(await events.getByRole('option').count()).toBe(200);
    expect(await page.locator('#recordings .printed-only').first().innerText()).toBe(
      'and 49,800 more rows, which the page itself has',
    );
    await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
    expect(await page.locator('.printed-only').count()).toBe(0);
    expect(errors).toEqual([]);
    expect(await violations()).toEqual([]);
    await page.context().close();
  });

  it('reaches the last event of a timeline by zooming and by key', async () => {
    const { page } = await openReport(browser, path);
    const rows = page.getByRole('application');
    await rows.focus();
    await page.keyboard.press('End');
    for (let times = 0; times < 12; times += 1) await page.keyboard.press('+');
    expect(await page.locator('#timeline .detail').innerText()).toMatch(/^\+00:49:\d\d/);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('0');
    expect(await page.locator('#timeline .detail').innerText()).toMatch(/^\+00:49/);
    await page.context().close();
  });
});
