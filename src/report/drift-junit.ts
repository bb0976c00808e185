/**
 * JUnit XML, as Jenkins, GitLab and others read it: one test case for each finding that may fail, so that their pages show the sentence; one that passes
 * where nothing was found, so that nobody takes an empty file for success. What would fail if it were sure is an error: it could not be judged, and the
 * check does not end with 0 either.
 */
import type { DriftReport, Finding } from '../model/drift.ts';
import { describeRuns, fails, leavesOpen, toldFindings } from './drift-words.ts';
import { verdictText } from './drift.ts';
import { xmlAttribute, xmlLines } from './xml.ts';

/** A suite of one comparison, or of a recording that could not be compared. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
  readonly output: readonly string[];
}

export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly result:
    | { readonly kind: 'passed' }
    | {
        readonly kind: 'failure' | 'error';
        readonly type: string;
        readonly message: string;
        readonly lines: readonly string[];
      }
    | { readonly kind: 'skipped'; readonly message: string };
}

export function renderDriftJunit(report: DriftReport, name = 'esdrift'): string {
  return renderJunit([driftSuite(report, name)]);
}

export function driftSuite(report: DriftReport, name: string): JunitSuite {
  const cases = toldFindings(report).map((finding) => caseOf(finding, report));
  const open = report.comparability.flatMap(({ level, axis, message }): readonly JunitCase[] =>
    level === 'fatal'
      ? [
          {
            name: `comparable: ${axis}`,
            classname: 'comparability',
            result: { kind: 'error', type: 'not-comparable', message, lines: [message] },
          },
        ]
      : [],
  );
  const all = [...open, ...cases];
  return {
    name,
    cases:
      all.length > 0
        ? all
        : [{ name: verdictText(report), classname: 'esdrift', result: { kind: 'passed' } }],
    output: [
      verdictText(report),
      `before: ${describeRuns(report.before.runs)}`,
      `after: ${describeRuns(report.after.runs)}`,
      ...report.comparability.flatMap(({ level, message }) =>
        level === 'ok' ? [] : [`${level}: ${message}`],
      ),
    ],
  };
}

function caseOf(finding: Finding, report: DriftReport): JunitCase {
  const { id, change, subject, severity, certainty, reason, before, after } = finding;
  const shared = {
    name: `${change}: ${subject} [${id}]`,
    classname: finding.program === '' ? 'run' : finding.program,
  };
  const lines = [
    reason,
    `severity: ${severity}${certainty === 'inconclusive' ? ', inconclusive' : ''}`,
    ...(before === null ? [] : [`before: ${before}`]),
    ...(after === null ? [] : [`after: ${after}`]),
    ...finding.members.shown,
  ];
  if (fails(finding, report))
    return { ...shared, result: { kind: 'failure', type: change, message: reason, lines } };
  if (leavesOpen(finding, report))
    return { ...shared, result: { kind: 'error', type: 'inconclusive', message: reason, lines } };
  if (certainty === 'inconclusive')
    return {
      ...shared,
      result: { kind: 'skipped', message: `inconclusive, below the bar: ${reason}` },
    };
  return { ...shared, result: { kind: 'skipped', message: `${severity}, below the bar: ${reason}` } };
}

export function renderJunit(suites: readonly JunitSuite[]): string {
  const totals = totalsOf(suites.flatMap(({ cases }) => cases));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="esdrift" ${totals}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function totalsOf(cases: readonly JunitCase[]): string {
  const of = (kind: JunitCase['result']['kind']) => cases.filter(({ result }) => result.kind === kind).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}"`;
}

function suiteLines({ name, cases, output }: JunitSuite): readonly string[] {
  const skipped = cases.filter(({ result }) => result.kind === 'skipped').length;
  return [
    `  <testsuite name="${xmlAttribute(name)}" ${totalsOf(cases)} skipped="${skipped}">`,
    ...cases.flatMap(caseLines),
    `    <system-out>${xmlLines(output)}</system-out>`,
    '  </testsuite>',
  ];
}

function caseLines({ name, classname, result }: JunitCase): readonly string[] {
  const head = `    <testcase name="${xmlAttribute(name)}" classname="${xmlAttribute(classname)}"`;
  switch (result.kind) {
    case 'passed':
      return [`${head}/>`];
    case 'skipped':
      return [`${head}>`, `      <skipped message="${xmlAttribute(result.message)}"/>`, '    </testcase>'];
    case 'failure':
    case 'error':
      return [
        `${head}>`,
        `      <${result.kind} type="${xmlAttribute(result.type)}" message="${xmlAttribute(result.message)}">${xmlLines(result.lines)}</${result.kind}>`,
        '    </testcase>',
      ];
  }
}
