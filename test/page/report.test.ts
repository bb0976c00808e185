/** The HTML report as a person uses it, in a real browser: made by the built command, opened from a file. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launch, openReport, saySkipped, type WatchedPage } from './browser.ts';
import { AFTER_TRACE, BASELINE, BEFORE_TRACE, LATER_BASELINE, ROOT, esdrift, workFolder } from './reports.ts';

saySkipped();

describe.skipIf(CHROMIUM === undefined)('the HTML report', () => {
  let browser: Browser;
  const folder = workFolder();
  const fromBaseline = join(folder, 'baseline.html');
  const fromTrace = join(folder, 'traces.html');

  beforeAll(async () => {
    esdrift([
      'diff',
      BASELINE,
      AFTER_TRACE,
      '--format',
      'html',
      '--out',
      fromBaseline,
      '--history',
      BASELINE,
      '--history',
      LATER_BASELINE,
    ]);
    esdrift(['diff', BEFORE_TRACE, AFTER_TRACE, '--format', 'html', '--out', fromTrace]);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (path: string, options = {}): Promise<WatchedPage> => openReport(browser, path, options);
  const finding = (page: Page, change: string) =>
    page
      .locator('.finding:not([hidden])', {
        has: page.locator('code.kind', { hasText: new RegExp(`^${change}$`) }),
      })
      .first();

  it('says at the top that its recordings are synthetic, and what the verdict is', async () => {
    const { page } = await open(fromBaseline);
    const main = page.locator('main');
    expect(await main.locator('.banner').first().innerText()).toMatch(/^Synthetic\. Every recording here/);
    expect(await main.locator('h1').innerText()).toBe('Drift');
    expect(await main.locator('.side-title').allInnerTexts()).toEqual([
      'macOS 26.1 (25B78) → 26.2 (25C56)',
      'macOS 26.2 (25C56) → 26.3 (25D125)',
    ]);
    await page.context().close();
  });

  it('keeps the word in sight wherever one looks, and draws how long before the restart each rule fired', async () => {
    const { page } = await open(fromBaseline);
    await page.evaluate(() => document.querySelector('#rules')?.scrollIntoView());
    expect(await page.locator('header.top .chip').innerText()).toBe('synthetic');
    const row = page
      .locator('#rules tr', { has: page.locator('code', { hasText: /^ota-started$/ }) })
      .first();
    expect(await row.innerText()).toMatch(
      /\d+m\d+s[\s\S]*fired in 5 of 5[\s\S]*\d+m\d+s[\s\S]*fired in 1 of 1/,
    );
    const widths = await row
      .locator('.lead-bar')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths).toHaveLength(2);
    expect(Math.min(...widths)).toBeGreaterThan(5);
    await page.context().close();
  });

  it('filters findings by severity, kind, program, phase and words', async () => {
    const { page } = await open(fromBaseline);
    const shown = async (): Promise<string> => page.locator('#findings .shown').innerText();
    expect(await shown()).toMatch(/^12 of 96 findings$/);
    await page.getByRole('button', { name: /^low/ }).click();
    expect(await shown()).toMatch(/^2 of/);
    await page.getByRole('button', { name: /^info/ }).click();
    const wide = Number((await shown()).split(' ')[0]);
    expect(wide).toBeGreaterThan(50);
    await page.getByLabel('Kind').selectOption('event-added');
    const kinds = await page.locator('.finding:not([hidden]) code.kind').allTextContents();
    expect(new Set(kinds)).toEqual(new Set(['event-added']));
    await page.getByLabel('Kind').selectOption('');
    await page.getByLabel('Program', { exact: true }).selectOption('platform:com.apple.sqlite3');
    expect(await page.locator('.finding:not([hidden])').count()).toBe(1);
    await page.getByLabel('Program', { exact: true }).selectOption('');
    await page.getByLabel('Phase').selectOption('downloading');
    expect(Number((await shown()).split(' ')[0])).toBeLessThan(wide);
    await page.getByLabel('Phase').selectOption('');
    await page.getByLabel('Search findings').fill('sqlite3 new');
    expect(await page.locator('.finding:not([hidden])').count()).toBe(1);
    await page.context().close();
  });

  it('shows what it was, what it is, folded consequences, and the event as JSON', async () => {
    const { page } = await open(fromBaseline);
    const moved = finding(page, 'program-moved');
    await moved.locator('> summary').click();
    expect(await moved.locator('.line-removed').innerText()).toContain(
      'UpdateBrainService.{dev}.{inode}.xpc',
    );
    expect(await moved.locator('.line-added').innerText()).toContain('exec/{dev}.{inode}.xpc');
    expect(await moved.locator('.consequences ul').isVisible()).toBe(false);
    await moved.locator('.consequences summary').click();
    expect(await moved.locator('.consequences li').count()).toBe(5);
    await moved.locator('.evidence summary').click();
    const json = await moved.locator('.json').innerText();
    const line = esdrift(['trace', 'cat', AFTER_TRACE])
      .stdout.split('\n')
      .find((one) => one.includes('"global_seq_num":157,') || one.includes('"global_seq_num":157}'));
    expect(JSON.parse(json)).toEqual(JSON.parse(line ?? '{}'));
    await page.context().close();
  });

  it('goes from a finding to its event in the timeline', async () => {
    const { page } = await open(fromBaseline);
    const added = finding(page, 'program-added');
    await added.locator('> summary').click();
    await added.getByRole('button', { name: 'Show in timeline' }).click();
    const detail = page.locator('#timeline .detail');
    await expect.poll(async () => detail.innerText()).toMatch(/sqlite3 starts by .*UpdateBrainService/);
    expect(await detail.innerText()).toContain('event 180 in segment 1');
    await page.context().close();
  });

  it('draws both sides in one launch tree, folded to what matters, with marks that words explain', async () => {
    const { page } = await open(fromBaseline);
    const tree = page.getByRole('tree', { name: 'Programs before and after' });
    await tree.scrollIntoViewIfNeeded();
    const sqlite = tree.locator('.tree-row', { hasText: 'sqlite3' });
    expect(await sqlite.getAttribute('class')).toContain('mark-added');
    expect(await sqlite.locator('.mark').getAttribute('aria-label')).toBe('added');
    expect(await sqlite.locator('.tree-cell').first().innerText()).toBe('–');
    expect(await sqlite.locator('.tree-cell').last().innerText()).toContain('com.apple.sqlite3');
    const size = async (): Promise<number> =>
      Number(await tree.getByRole('treeitem').first().getAttribute('aria-setsize'));
    const folded = await size();
    await page.getByRole('button', { name: 'Unfold all' }).first().click();
    expect(await size()).toBeGreaterThan(folded);
    await page.getByRole('button', { name: 'Fold all', exact: true }).first().click();
    expect(await size()).toBeLessThan(folded);
    await page.getByRole('button', { name: 'Fold to what matters' }).click();
    expect(await size()).toBe(folded);
    await page.context().close();
  });

  it('is worked by the keyboard alone: findings, tree, timeline, events', async () => {
    const { page } = await open(fromTrace);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the report');
    const first = page.locator('.finding:not([hidden]) > summary').first();
    await first.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.finding[open]').count()).toBe(1);

    const tree = page.getByRole('tree', { name: 'Programs before and after' });
    await tree.focus();
    await page.keyboard.press('Home');
    expect(await page.locator('#tree .detail').innerText()).toContain('com.apple.xpc.launchd');
    await page.keyboard.press('ArrowLeft');
    expect(await tree.getByRole('treeitem').first().getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const active = await tree.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active ?? ''}`).getAttribute('aria-posinset')).toBe('2');

    await page.getByRole('application').focus();
    const detail = page.locator('#timeline .detail');
    await page.keyboard.press('Home');
    const start = await detail.innerText();
    await page.keyboard.press('ArrowRight');
    const next = await detail.innerText();
    expect(next).not.toBe(start);
    await page.keyboard.press('ArrowLeft');
    expect(await detail.innerText()).toBe(start);
    await page.keyboard.press('ArrowDown');
    expect(await detail.innerText()).toContain('After');

    const events = page.getByRole('listbox', { name: 'Events' }).first();
    await events.focus();
    await page.keyboard.press('End');
    const count = await events.getByRole('option').first().getAttribute('aria-setsize');
    expect(await events.locator('[aria-selected=true]').getAttribute('aria-posinset')).toBe(count);
    await page.context().close();
  });

  it('tells the event under the pointer, zooms, and says what a blind window is', async () => {
    const { page } = await open(fromTrace);
    const rows = page.getByRole('application');
    await rows.scrollIntoViewIfNeeded();
    const detail = page.locator('#timeline .detail');
    const box = await rows.boundingBox();
    if (box === null) throw new Error('The timeline has no place.');
    const pixels = async (): Promise<string> =>
      page
        .locator('.t-canvas')
        .first()
        .evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
    const whole = await pixels();
    for (let x = box.x + 215; x < box.x + box.width && !(await detail.innerText()).includes('event '); x += 3)
      await page.mouse.move(x, box.y + 8);
    expect(await detail.innerText()).toMatch(/\+\d\d:\d\d:\d\d\.\d\d\d/);
    const bands = await page.locator('.t-bands').first().boundingBox();
    if (bands === null) throw new Error('The phases have no place.');
    await page.mouse.move(bands.x + 210 + (bands.width - 210) * 0.4, bands.y + 40);
    expect(await detail.innerText()).toMatch(/Nothing was recorded from .* reboot/s);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(pixels).not.toBe(whole);
    await page.getByRole('button', { name: 'Everything' }).click();
    await page.context().close();
  });

  it('shows hand-overs, rules with their lead time, and behaviour by build', async () => {
    const { page } = await open(fromBaseline);
    expect(await page.locator('#handoffs .graph .node').count()).toBeGreaterThan(3);
    const changed = page.locator('#handoffs .handoff.mark-added');
    expect(await changed.first().innerText()).toContain('STExtractionService.privileged');
    const rule = page.locator('#rules tr', { hasText: 'ota-started' }).last();
    expect(await rule.innerText()).toMatch(/\+00:08:37\.992\s+4m54s lead/);
    expect(await page.locator('#rules').innerText()).toContain('Before is a baseline');
    const compared = page.locator('#rules tr.rule-change-holds', { hasText: 'ota-started' });
    expect(await compared.innerText()).toContain('holds');
    const row = page.locator('#history tbody tr', { hasText: 'sqlite3' });
    expect(await row.locator('td.cell .unseen-text').allInnerTexts()).toEqual([
      '26.2 (25C56): in no run, 0 of 5',
      '26.3 (25D125): in every run, 5 of 5',
    ]);
    await page.context().close();
  });

  it('finds events and processes by words', async () => {
    const { page } = await open(fromTrace);
    const recordings = page.locator('#recordings');
    await recordings.getByLabel('Search events').first().fill('mobileassetd rename');
    const rows = await recordings.getByRole('listbox').first().getByRole('option').allInnerTexts();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/mobileassetd[\s\S]*rename/);
    await recordings.getByLabel('Search processes').last().fill('prepare.db');
    const process = recordings.getByRole('tree').last().getByRole('treeitem').last();
    expect(await process.innerText()).toContain('sqlite3');
    await page.context().close();
  });

  it('loads nothing, and the policy has nothing to stop', async () => {
    const { page, requests, errors, violations } = await open(fromTrace);
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details.evidence')) part.setAttribute('open', '');
    });
    expect(await page.locator('.json').count()).toBeGreaterThan(0);
    await page.mouse.wheel(0, 20_000);
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
    expect(await violations()).toEqual([]);
    await page.context().close();
  });

  it('stops what is not its own: scripts, styles, images, connections', async () => {
    const { page, violations } = await open(fromTrace);
    const parsed = await page.evaluate(async () => {
      const image = document.createElement('img');
      image.src = 'https://example.invalid/x.png';
      document.body.append(image);
      await fetch('https://example.invalid/').catch(() => undefined);
      try {
        document.body.innerHTML = '<b>x</b>';
        return 'parsed';
      } catch {
        return 'refused';
      }
    });
    expect(parsed).toBe('refused');
    await expect.poll(violations).toHaveLength(3);
    const stopped = (await violations()).join('\n');
    for (const directive of ['img-src', 'connect-src', 'require-trusted-types-for'])
      expect(stopped).toContain(directive);
    await page.context().close();
  });

  it('has two colour schemes, by the system and by choice, and prints in the light one', async () => {
    const background = (page: Page): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await open(fromTrace, { colorScheme: 'light' });
    const dark = await open(fromTrace, { colorScheme: 'dark' });
    const [day, night] = [await background(light.page), await background(dark.page)];
    expect(day).not.toBe(night);
    await light.page.getByRole('button', { name: 'dark' }).click();
    expect(await background(light.page)).toBe(night);
    await dark.page.getByRole('button', { name: 'light' }).click();
    expect(await background(dark.page)).toBe(day);
    await light.page.emulateMedia({ media: 'print' });
    expect(await background(light.page)).toBe('rgb(255, 255, 255)');
    expect(await light.page.locator('.filters').first().isVisible()).toBe(false);
    expect((await light.page.pdf()).length).toBeGreaterThan(10_000);
    const band = (page: Page): Promise<string> =>
      page.evaluate(() => document.querySelector<HTMLCanvasElement>('canvas.t-bands')?.toDataURL() ?? '');
    const fresh = await open(fromTrace, { colorScheme: 'dark' });
    const onScreen = await band(fresh.page);
    await fresh.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect.poll(async () => band(fresh.page)).not.toBe(onScreen);
    await fresh.page.context().close();
    await light.page.context().close();
    await dark.page.context().close();
  });

  it('lays the findings that count open for a printer, and folds them again', async () => {
    const { page } = await open(fromBaseline);
    const openFindings = (): Promise<number> => page.locator('.finding[open]').count();
    expect(await openFindings()).toBe(0);
    await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
    expect(await openFindings()).toBe(2);
    await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
    expect(await openFindings()).toBe(0);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has no fault that axe knows, %s', async (colorScheme) => {
    const { page } = await open(fromBaseline, { colorScheme });
    for (const part of (await page.locator('.finding:not([hidden]) > summary').all()).slice(0, 3))
      await part.click();
    await page.evaluate(axe.source);
    const faults = await page.evaluate(async () => {
      const runner = Reflect.get(globalThis, 'axe') as {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
      const { violations } = await runner.run();
      return violations.map(({ id, nodes }) => ({
        id,
        at: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
      }));
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('opens a trace that is chosen with the keyboard, and one that is dropped', async () => {
    const { page, requests, errors, violations } = await open(fromBaseline);
    const section = page.locator('#open');
    await page.getByLabel('Choose a trace file').setInputFiles(join(ROOT, BEFORE_TRACE));
    await section.getByText('It was read in this page and sent nowhere.').waitFor();
    expect(await section.locator('.banner').innerText()).toMatch(/^Synthetic/);
    const info = JSON.parse(esdrift(['trace', 'info', BEFORE_TRACE, '--json']).stdout) as { events: number };
    expect(await section.locator('.side-facts').innerText()).toContain(`${info.events} events`);
    const tree = JSON.parse(esdrift(['trace', 'tree', BEFORE_TRACE, '--json']).stdout) as {
      processes: { name: string }[];
    };
    const items = section.getByRole('tree').getByRole('treeitem');
    expect(await items.first().getAttribute('aria-setsize')).toBe(String(tree.processes.length));
    const timeline = JSON.parse(
      esdrift(['trace', 'timeline', BEFORE_TRACE, '--limit', '0', '--json']).stdout,
    ) as { entries: { kind: string }[] };
    const entries = timeline.entries.filter(({ kind }) => kind === 'event').length;
    expect(await section.locator('.recording .shown').innerText()).toBe(`${entries} of ${entries} entries`);
    await section.getByLabel('Search events').fill('UpdateBrainService starts');
    expect(await section.getByRole('option').first().innerText()).toContain('starts');

    const bytes = readFileSync(join(ROOT, AFTER_TRACE)).toString('base64');
    const transfer = await page.evaluateHandle((content) => {
      const data = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      const Transfer = Reflect.get(globalThis, 'DataTransfer') as new () => {
        items: { add(file: File): void };
      };
      const made = new Transfer();
      made.items.add(new File([data], 'dropped.jsonl.zst'));
      return made;
    }, bytes);
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await section.getByText('dropped.jsonl.zst: open.').waitFor();
    expect(await section.locator('.recording h3').innerText()).toBe('dropped.jsonl.zst');
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
    expect(await violations()).toEqual([]);
    await page.context().close();
  });

  it('refuses what is no trace and what is damaged, and reads a cut one as far as it goes', async () => {
    const { page, errors } = await open(fromTrace);
    const section = page.locator('#open');
    const status = section.locator('p.shown').first();
    const choose = async (name: string, buffer: Buffer): Promise<void> =>
      page.getByLabel('Choose a trace file').setInputFiles({ name, mimeType: 'application/zstd', buffer });
    await choose('x.jsonl.zst', Buffer.from('PK\u0003\u0004'));
    await expect.poll(async () => status.innerText()).toMatch(/^Not opened\..*esdrift trace import/);
    const trace = readFileSync(join(ROOT, AFTER_TRACE));
    const damaged = Buffer.from(trace);
    const middle = damaged.length >> 1;
    damaged[middle] = (damaged[middle] ?? 0) ^ 0xff;
    await choose('damaged.jsonl.zst', damaged);
    await expect.poll(async () => status.innerText()).toMatch(/^Not opened\..*damaged/);
    await choose('cut.jsonl.zst.partial', trace.subarray(0, trace.length - 200));
    await expect
      .poll(async () => section.innerText())
      .toMatch(/Read up to a place where the file ends within a frame/);
    expect(await section.innerText()).toContain('The trace was cut');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('needs no script to say what it is', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${fromBaseline}`);
    expect(await page.locator('body').innerText()).toMatch(/DRIFT: 1 high, 1 medium/);
    await context.close();
  });
});
