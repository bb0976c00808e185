/** A check of recordings whose names, paths, arguments, files and signing ids want to be more than text: each artefact in a real parser. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftReport } from '../../src/model/drift.ts';
import { escapeText } from '../../src/report/escape.ts';
import { quietCommands } from '../../src/report/workflow-log.ts';
import { BRAIN, OTA, UPDATED, baseline, daemon, line, profile } from '../drift/story.ts';
import { Workbench, type Ended } from '../drift/workbench.ts';
import { allNodes, parseMarkdown, textOf } from './markdown-tree.ts';
import { sarifProblems } from './sarif-schema.ts';
import { commandsIn } from './workflow-commands.ts';

const HOSTILE = [
  '\u001b[31mred\u001b[2J',
  '\u001b]52;c;aGk=\u0007',
  '\u202egnp.exe\u2066\u2028',
  '</script><img src=x onerror=alert(1)>',
  '<!-- x --><details open><h1>x',
  '[click](https://evil.example/x) ![i](http://evil.example/i.png)',
  '`` ` **x** | y \\| z | ~~w~~ _v_',
  '@octocat www.evil.example a@evil.example [^1] $x$',
  '::error::owned',
  '##[error]owned ##[add-mask]x',
  ']]><!--&lt;',
  'a&b"c\'d',
  '%0A::error::x%0D',
  '\n# heading\n\n::stop-commands::x\n',
];
/** A name of a file takes no slash and no NUL; some systems take no line break. */
const FILES = ['a|b `c` [d](e) <b>', '##[error]x @octocat', '::error::y'];
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const bench = new Workbench();
let ended: Ended;
let report: DriftReport;

beforeAll(async () => {
  bench.write('esdrift.config.json', JSON.stringify({ traces: ['t/*'], baselines: ['b/*'] }));
  bench.write('b/ota.baseline.json', baseline());
  const story = HOSTILE.flatMap((name, index) => [
    ...daemon(`adhoc:${name}`, `/tmp/${name}/x`, 100 + index, BRAIN),
    line('arguments', [UPDATED, JSON.stringify(['softwareupdated', name])], 100 + index),
    line('file', [UPDATED, 'create', `/Library/Updates/${name}`], 100 + index),
    line('event', [BRAIN, 'mount', name], 100 + index),
  ]);
  for (const [index, name] of FILES.entries())
    bench.write(`t/${name}.profile.json`, profile(`new-${index}`, [...OTA, ...story]));
  bench.write('t/::error::unreadable @octocat [a](b).profile.json', '{');
  ended = await bench.esdrift(['check', '--format', 'github'], {
    CI: 'true',
    GITHUB_STEP_SUMMARY: join(bench.folder, 'step.md'),
  });
  report = JSON.parse(bench.read(`esdrift-report/${FILES[0] ?? ''}.drift.json`)) as DriftReport;
});
afterAll(() => bench.remove());

/** What a reader has to find again, as it is shown. */
function shownReasons(): readonly string[] {
  const told = report.findings.filter(({ severity }) => severity === 'high' || severity === 'medium');
  const reasons = told.map(({ reason }) => escapeText(reason));
  expect(reasons.length).toBeGreaterThan(HOSTILE.length);
  return reasons;
}

describe('hostile names in a check', () => {
  it('arrive in every place a finding has', () => {
    expect(ended.code).toBe(5);
    const subjects = report.findings.map(({ subject }) => subject);
    for (const name of HOSTILE)
      for (const place of [
        `adhoc:${name}`,
        `/Library/Updates/${name}`,
        `mount ${name}`,
        JSON.stringify(name),
      ])
        expect(
          subjects.some((subject) => subject.includes(place)),
          place,
        ).toBe(true);
  });

  it('put no control, bidi or invisible character into anything but JSON', () => {
    const files = readdirSync(join(bench.folder, 'esdrift-report')).filter(
      (file) => !/\.(?:json|html)$/.test(file),
    );
    expect(files.length).toBeGreaterThan(FILES.length * 2);
    const texts = [ended.stdout, ended.stderr, bench.read('step.md')];
    for (const text of [...texts, ...files.map((file) => bench.read(`esdrift-report/${file}`))])
      for (const row of text.split('\n')) expect(row).not.toMatch(CONTROL);
  });

  it('give a runner of GitHub Actions no command but ours', () => {
    const commands = commandsIn(ended.stdout);
    expect(commandsIn(ended.stderr)).toEqual([]);
    expect(commands).toHaveLength(10);
    for (const { name, properties, data } of commands) {
      expect(['error', 'warning', 'notice']).toContain(name);
      expect(['file', 'line', 'title']).toEqual(expect.arrayContaining(Object.keys(properties)));
      expect(properties['title']).toMatch(/^[a-z-]+$/);
      expect(data).not.toMatch(CONTROL);
    }
    expect(commands.at(-1)?.data).toMatch(/^\d+ more: /);
  });

  it.each(['step.md', 'esdrift-report/summary.md', `esdrift-report/${FILES[0] ?? ''}.drift.md`])(
    'mean nothing in Markdown, and are all there: %s',
    (file) => {
      const tree = parseMarkdown(bench.read(file));
      const nodes = allNodes(tree);
      const known = ['root', 'heading', 'paragraph', 'strong', 'list', 'listItem', 'text', 'inlineCode'];
      const types = new Set(nodes.map(({ type }) => type));
      for (const type of types) expect([...known, 'table', 'tableRow', 'tableCell', 'html']).toContain(type);
      for (const node of nodes) {
        if (node.type === 'html')
          expect(node.value).toMatch(/^(?:<details><summary>\d+ consequences?<\/summary>|<\/details>)$/);
        if (node.type === 'heading')
          expect(textOf(node)).toMatch(/^(?:esdrift check: |What changed in |(?:🔴|🟠|🔵) |t\/)/u);
        if (node.type === 'table') {
          const [head, ...rows] = node.children;
          for (const row of rows) expect(row.children.length).toBe(head?.children.length);
        }
      }
      const text = textOf(tree).replaceAll(/ +/g, ' ');
      for (const reason of shownReasons()) expect(text).toContain(reason.replaceAll(/ +/g, ' '));
    },
  );

  it('stay text in JUnit, and come back as they are shown', () => {
    const problems: string[] = [];
    const parser = new DOMParser({ onError: (level, message) => void problems.push(`${level}: ${message}`) });
    const document = parser.parseFromString(bench.read('esdrift-report/summary.junit.xml'), 'text/xml');
    expect(problems).toEqual([]);
    const suites = [...document.getElementsByTagName('testsuite')];
    expect(suites).toHaveLength(FILES.length + 1);
    for (const suite of suites) {
      const of = (name: string): number => suite.getElementsByTagName(name).length;
      expect([of('testcase'), of('failure'), of('error'), of('skipped')]).toEqual(
        ['tests', 'failures', 'errors', 'skipped'].map((name) => Number(suite.getAttribute(name))),
      );
    }
    const messages = [...document.getElementsByTagName('failure')].map((one) => one.getAttribute('message'));
    for (const reason of shownReasons()) expect(messages).toContain(reason);
  });

  it('make no link in SARIF, which its schema takes', () => {
    const log = JSON.parse(bench.read('esdrift-report/summary.sarif')) as Log;
    expect(sarifProblems(log)).toEqual([]);
    const [run] = log.runs;
    const results = run?.results ?? [];
    expect(results).toHaveLength(report.findings.length);
    for (const { message, occurrenceCount } of results) {
      // Section 3.11.6: words in brackets, right before a target in parentheses.
      expect(message.text).not.toMatch(/\[[^\]]*\]\(/);
      expect(occurrenceCount).toBe(FILES.length);
    }
    const texts = results.map(({ message }) => message.text?.replaceAll(']\\u{28}', ']('));
    for (const reason of shownReasons()) expect(texts).toContain(reason);
  });
});

describe("a line of a job's log", () => {
  it.each(['::error::x', ' \t\u00a0::stop-commands::x', 'a ##[error]x', '##[add-mask]x\n::add-mask::x'])(
    'is no command: %j',
    (text) => {
      expect(commandsIn(text).length).toBeGreaterThan(0);
      expect(commandsIn(quietCommands(text))).toEqual([]);
    },
  );
});
