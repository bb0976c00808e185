/** Every form of a drift report, with names made to break out of it, in a real parser where there is one. */
import { DOMParser } from '@xmldom/xmldom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftReport } from '../../src/model/drift.ts';
import { DRIFT_FORMATS } from '../../src/report/drift-form.ts';
import { renderDriftAs } from '../../src/report/drift-format.ts';
import {
  driftAnnotations,
  fitSummary,
  MOST_SUMMARY_BYTES,
  renderAnnotations,
} from '../../src/report/drift-github.ts';
import { renderDriftJunit } from '../../src/report/drift-junit.ts';
import { renderDriftMarkdown } from '../../src/report/drift-markdown.ts';
import { renderDriftSarif } from '../../src/report/drift-sarif.ts';
import { PLAIN_TERMINAL } from '../../src/report/drift.ts';
import { BRAIN, OTA, baseline, daemon, profile } from '../drift/story.ts';
import { Workbench } from '../drift/workbench.ts';

const HOSTILE = [
  '\u001b[31mred',
  '\u001b]52;c;aGk=\u0007',
  '\u202eevil',
  '</script><img src=x onerror=alert(1)>',
  '](javascript:alert(1)) `` **x** | y',
  '::error::owned',
  ']]><!--',
  'a&b"c\'d',
  '%0A::error::x',
];
const bench = new Workbench();
let report: DriftReport;

beforeAll(async () => {
  bench.write('old.baseline.json', baseline());
  const programs = HOSTILE.flatMap((name, index) =>
    daemon(`adhoc:${name}`, `/tmp/${name}/\n::error::${index}`, 100 + index, BRAIN),
  );
  bench.write('hostile.profile.json', profile('new', [...OTA, ...programs]));
  const { stdout } = await bench.esdrift(['diff', 'old.baseline.json', 'hostile.profile.json', '--json']);
  report = JSON.parse(stdout) as DriftReport;
  expect(report.findings.length).toBeGreaterThanOrEqual(HOSTILE.length);
});
afterAll(() => bench.remove());

describe('hostile names', () => {
  it.each(DRIFT_FORMATS.filter((format) => format !== 'json' && format !== 'html'))(
    'leave no control character in %s',
    (format) => {
      const text = renderDriftAs(format, report, { text: { ...PLAIN_TERMINAL, all: true, limit: 0 } });
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    },
  );

  it('stay text in JUnit: the XML parses, and they come back as they are shown', () => {
    const problems: string[] = [];
    const parser = new DOMParser({ onError: (level, message) => void problems.push(`${level}: ${message}`) });
    const document = parser.parseFromString(renderDriftJunit(report), 'text/xml');
    expect(problems).toEqual([]);
    const names = [...document.getElementsByTagName('testcase')].map((one) => one.getAttribute('name') ?? '');
    for (const shown of ['</script><img src=x onerror=alert(1)>', ']]><!--', 'a&b"c\'d'])
      expect(names.some((name) => name.includes(shown))).toBe(true);
    const [suite] = [...document.getElementsByTagName('testsuite')];
    expect(Number(suite?.getAttribute('tests'))).toBe(names.length);
    expect(Number(suite?.getAttribute('failures'))).toBe(
      [...document.getElementsByTagName('failure')].length,
    );
  });

  it('begin no line and no command of their own for GitHub', () => {
    const lines = renderAnnotations(driftAnnotations(report)).trimEnd().split('\n');
    expect(lines).toHaveLength(HOSTILE.length);
    for (const line of lines)
      expect(line).toMatch(/^::(?:error|warning|notice) (?:file=[^:]*,)?title=[^:]*::/);
  });

  it('are JSON in SARIF', () => {
    const log = JSON.parse(renderDriftSarif(report)) as { runs: { results: unknown[] }[] };
    expect(log.runs[0]?.results).toHaveLength(report.findings.length);
  });
});

describe("GitHub's limits", () => {
  it('hold for the summary, and the cut is told', () => {
    const long = 'ü'.repeat(80).concat('\n').repeat(10_000);
    const cut = fitSummary(long);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(MOST_SUMMARY_BYTES);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(MOST_SUMMARY_BYTES * 0.99);
    expect(cut).toMatch(/Cut here: GitHub shows no more than 1,024 KiB/);
    expect(fitSummary('short\n')).toBe('short\n');
  });

  it('hold for annotations, and the last says how many are left out', () => {
    const many = [...driftAnnotations(report), ...driftAnnotations(report)];
    const lines = renderAnnotations(many).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain(`${many.length - 9} more: `);
  });

  it('show the worst first', () => {
    const commands = driftAnnotations(report).map(({ command }) => command);
    const rank = { error: 0, warning: 1, notice: 2 };
    expect(commands).toEqual([...commands].sort((a, b) => rank[a] - rank[b]));
  });
});

describe('a report without findings', () => {
  it('is a case that passes, a notice, and a sentence', async () => {
    bench.write('same.profile.json', profile('new', OTA));
    const { stdout } = await bench.esdrift(['diff', 'old.baseline.json', 'same.profile.json', '--json']);
    const same = { ...(JSON.parse(stdout) as DriftReport), findings: [] };
    expect(renderDriftJunit(same)).toContain('tests="1" failures="0"');
    expect(renderAnnotations(driftAnnotations(same))).toMatch(/^::notice title=esdrift::SAME/);
    expect(renderDriftMarkdown(same)).toContain('No finding.');
  });
});
