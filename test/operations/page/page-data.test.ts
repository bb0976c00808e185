/** What is gathered for an HTML report: true to its sources, bounded, redacted where nobody had done it, and of the form that the schema has. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diff } from '../../../src/operations/diff.ts';
import { acceptancesOf, compareLoaded, loadSide } from '../../../src/operations/compare-files.ts';
import { PAGE_LIMITS, pageData } from '../../../src/operations/page/page-data.ts';
import { timeline } from '../../../src/operations/timeline.ts';
import { traceLines } from '../../../src/operations/trace-cat.ts';
import type { PageDocument } from '../../../src/model/page.ts';
import { validateDocument } from '../../../src/schema/validate.ts';
import { ThinnedEntries } from '../../../src/views/thinned-entries.ts';
import { traceFile } from '../trace-file.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const BASELINE = `${root}baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json`;
const BEFORE = `${root}traces/macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst`;
const AFTER = `${root}traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst`;
const RUN_2 = `${root}traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-2.jsonl.zst`;

async function pageOf(before: readonly string[], after: readonly string[]): Promise<PageDocument> {
  const { page } = await diff({ before, after, allowSynthetic: true, acrossMethods: false, page: true });
  if (page === undefined) throw new Error('No page was gathered.');
  return page;
}

async function linesOf(path: string): Promise<readonly string[]> {
  const { pieces } = await traceLines(path, { records: false });
  const lines: string[] = [];
  for await (const piece of pieces) lines.push(...piece.toString('utf8').trimEnd().split('\n'));
  return lines;
}

describe('page data', () => {
  it('has the form of its schema, from a baseline and from traces', async () => {
    for (const before of [BASELINE, BEFORE]) {
      const page = await pageOf([before], [AFTER]);
      expect(validateDocument('page', JSON.parse(JSON.stringify(page)), 'the page')).toEqual(page);
    }
  });

  it('shows of a trace what `trace timeline` shows, and what the rules say of it', async () => {
    const { recordings } = await pageOf([BEFORE], [AFTER]);
    const after = recordings.find(({ side }) => side === 'after');
    const { entries } = await timeline(AFTER, { limit: 0, fold: true });
    const events = entries.flatMap((entry) => (entry.kind === 'event' ? [entry] : []));
    expect(after?.entries.globalSeq).toEqual(
      events
        .toSorted((a, b) => a.segment - b.segment || a.globalSeq - b.globalSeq)
        .map(({ globalSeq }) => globalSeq),
    );
    expect(after?.entriesLeft).toBe(0);
    expect(after?.phases.map(({ phase }) => phase)).toContain('dark');
    expect(after?.detection).toMatchObject({ method: 'ota', confidence: 'high' });
  });

  it('draws a baseline from the medians of its runs: nothing happens while nothing was recorded', async () => {
    const { recordings } = await pageOf([BASELINE], [AFTER]);
    const before = recordings.find(({ side }) => side === 'before');
    expect(before).toMatchObject({ basis: 'medians', runs: 5, note: null, detection: null });
    const [dark] = before?.blindWindows ?? [];
    if (before === undefined || dark === undefined) throw new Error('The restart is missing.');
    const inside = before.entries.offsetMs.filter((ms) => ms > dark.fromMs + 1_000 && ms < dark.toMs - 1_000);
    expect(inside).toEqual([]);
  });

  it('says of a launch that it is new or gone only where a finding does', async () => {
    const { tree } = await pageOf([BASELINE], [AFTER]);
    const sqlite = tree.find(({ program }) => program === 'platform:com.apple.sqlite3');
    expect(sqlite).toMatchObject({
      mark: 'added',
      before: null,
      part: expect.stringContaining('UpdateBrainService') as string,
    });
    for (const row of tree) {
      if (row.mark === 'added' || row.mark === 'removed') expect(row.findings.length).toBeGreaterThan(0);
      if (row.mark === 'same') expect([row.before, row.after]).not.toContain(null);
    }
    const depth = tree.map((row, index) => row.depth - (tree[index - 1]?.depth ?? -1));
    expect(Math.max(...depth)).toBe(1);
  });

  it('has the lines that findings point to, byte for byte', async () => {
    const { report } = await diff({
      before: [BASELINE],
      after: [AFTER],
      allowSynthetic: true,
      acrossMethods: false,
    });
    const { evidence } = await pageOf([BASELINE], [AFTER]);
    const lines = new Set(await linesOf(AFTER));
    const wanted = new Set(
      report.findings.flatMap(({ evidence: seen }) =>
        seen.map(({ segment, globalSeq }) => `${segment} ${globalSeq}`),
      ),
    );
    expect(new Set(evidence.map(({ segment, globalSeq }) => `${segment} ${globalSeq}`))).toEqual(wanted);
    for (const { line } of evidence) expect(lines.has(line ?? '')).toBe(true);
  });

  it('keeps to its limits and counts what it leaves out', async () => {
    const sides = {
      before: await loadSide([BASELINE], { allowSynthetic: true, rules: [] }),
      after: await loadSide([AFTER, RUN_2], { allowSynthetic: true, rules: [] }),
    };
    const report = compareLoaded(sides.before, sides.after, await acceptancesOf(sides.before), {
      failOn: 'medium',
      allowSynthetic: true,
      acrossMethods: false,
    });
    const limits = {
      ...PAGE_LIMITS,
      entries: 100,
      recordingsPerSide: 1,
      processes: 10,
      evidenceBytes: 3_000,
    };
    const whole = await pageData({ report, ...sides });
    const page = await pageData({ report, ...sides, limits });
    expect(page.recordingsLeft).toBe(1);
    page.recordings.forEach((recording) => {
      const full = whole.recordings.find(({ name }) => name === recording.name);
      expect(recording.entries.offsetMs.length).toBeLessThanOrEqual(50);
      expect(recording.entries.offsetMs.length + recording.entriesLeft).toBe(full?.entries.offsetMs.length);
      expect(recording.processes.length + recording.processesLeft).toBe(full?.processes.length);
    });
    expect(page.evidence.reduce((sum, { line }) => sum + (line?.length ?? 0), 0)).toBeLessThanOrEqual(3_000);
    expect(page.evidenceLeft).toBe(page.evidence.filter(({ line }) => line === null).length);
    expect(page.evidenceLeft).toBeGreaterThan(0);
  });

  it('takes names and environment values out of a recording that nobody redacted', async () => {
    const lines = await linesOf(AFTER);
    const secret = 'TOKEN=hunter2hunter2';
    const personal = lines.map((line) =>
      line
        .replaceAll(/\/Users\/[^/"\\]+/g, '/Users/margarethamilton')
        .replace(/"env":\[/, `"env":["${secret}",`),
    );
    const trace = await traceFile(personal, {
      header: { provenance: 'imported', method: 'ota', redaction: { policy: 'none' } },
    });
    const { report, page } = await diff({
      before: [trace],
      after: [AFTER],
      allowSynthetic: true,
      acrossMethods: true,
      page: true,
    });
    expect(report.before.files).toHaveLength(1);
    expect(page?.recordings[0]?.redactedHere).toBe(true);
    const text = JSON.stringify(page);
    expect(text.includes('margarethamilton')).toBe(false);
    expect(text.includes('hunter2')).toBe(false);
  });
});

describe('entries of a long recording', () => {
  const entry = (globalSeq: number) =>
    ({ kind: 'event', segment: 0, globalSeq, eventType: 'create' }) as unknown as Parameters<
      ThinnedEntries['push']
    >[0];

  it('are thinned evenly, those that tell something last', () => {
    const thinned = new ThinnedEntries(100, ({ globalSeq }) => globalSeq % 50 === 0);
    for (let seq = 0; seq < 3_000; seq += 1) thinned.push(entry(seq));
    const { entries, left } = thinned.finish();
    expect(entries.length + left).toBe(3_000);
    expect(entries.length).toBeLessThanOrEqual(100);
    expect(entries.filter(({ globalSeq }) => globalSeq % 50 === 0)).toHaveLength(60);
    expect(entries.at(-1)?.globalSeq).toBeGreaterThan(2_800);
    expect(entries).toEqual(entries.toSorted((a, b) => a.globalSeq - b.globalSeq));
  });
});
