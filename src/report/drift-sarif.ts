/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Each result points at the fact's line of the baseline file. */
import type { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif';
import type { ChangeKind, ComparabilityNote, DriftReport, Finding, Severity } from '../model/drift.ts';
import type { Producer } from '../model/trace.ts';
import { aboutTrace } from './check-words.ts';
import { describeRuns, isSynthetic } from './drift-words.ts';
import { verdictText } from './drift.ts';
import { escapeText } from './escape.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
const NOTE_LEVEL: Readonly<Record<ComparabilityNote['level'], 'error' | 'warning' | 'note'>> = {
  fatal: 'error',
  excluded: 'warning',
  warning: 'warning',
  ok: 'note',
};

/** What a kind of change means, for people who meet it in a viewer. */
export interface RuleText {
  readonly title: string;
  readonly meaning: string;
  readonly todo: string;
}

export interface SarifOptions {
  readonly ruleText?: ((change: ChangeKind) => RuleText | null) | undefined;
  /** Where a finding's fact stands in the file of the side before; from 1. Undefined: a side that is no text. */
  readonly lineOf?: ((finding: Finding) => number | undefined) | undefined;
}

export function renderDriftSarif(report: DriftReport, { lineOf, ruleText }: SarifOptions = {}): string {
  const [file] = report.before.files;
  return renderSarif({
    ...sarifTool(report.producer, report.findings, ruleText),
    automationDetails: { id: `esdrift/${seriesOf(report)}/` },
    invocations: [
      {
        executionSuccessful: report.comparability.every(({ level }) => level !== 'fatal'),
        toolExecutionNotifications: [...comparabilityNotifications(report)],
      },
    ],
    properties: {
      verdict: escapeText(verdictText(report)),
      before: escapeText(describeRuns(report.before.runs)),
      after: escapeText(describeRuns(report.after.runs)),
      synthetic: isSynthetic(report),
    },
    results: indexed(report.findings.map((finding) => sarifResult(finding, file?.path, lineOf))),
  });
}

export function renderSarif(run: Run): string {
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [{ ...run, columnKind: 'utf16CodeUnits' }] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** With a rule for each kind of change among the findings. */
export function sarifTool(
  { name, version }: Producer,
  findings: readonly Finding[],
  ruleText: SarifOptions['ruleText'],
): Pick<Run, 'tool'> {
  const rules = kindsOf(findings).map((kind): ReportingDescriptor => {
    const page = ruleText?.(kind) ?? null;
    const look = `See: esdrift explain ${kind}`;
    return {
      id: kind,
      shortDescription: { text: page?.title ?? kind.replaceAll('-', ' ') },
      fullDescription: { text: page?.meaning ?? kind.replaceAll('-', ' ') },
      help: { text: page === null ? look : `${page.todo} ${look}` },
    };
  });
  return { tool: { driver: { name, semanticVersion: version, rules } } };
}

function kindsOf(findings: readonly Pick<Finding, 'change'>[]): readonly ChangeKind[] {
  return [...new Set(findings.map(({ change }) => change))].sort();
}

/** With the index of each result's rule in the list that `sarifTool` makes of the same findings. */
export function indexed(results: readonly Result[]): Result[] {
  const ids = [...new Set(results.flatMap(({ ruleId }) => ruleId ?? []))].sort();
  return results.map((result) => ({ ...result, ruleIndex: ids.indexOf(result.ruleId ?? '') }));
}

/** `trace`: the recording the notes are of, where a log holds several. */
export function comparabilityNotifications(
  { comparability }: DriftReport,
  trace?: string,
): readonly Notification[] {
  return comparability.flatMap(({ axis, level, message }) =>
    level === 'ok'
      ? []
      : [
          {
            level: NOTE_LEVEL[level],
            message: { text: messageText(trace === undefined ? message : aboutTrace(trace, message)) },
            descriptor: { id: axis },
          },
        ],
  );
}

/** `[words](target)` is a link even in a plain message: section 3.11.6. A name may look so. */
export function messageText(text: string): string {
  return escapeText(text).replaceAll('](', ']\\u{28}');
}

export function sarifResult(
  finding: Finding,
  path: string | undefined,
  lineOf: SarifOptions['lineOf'],
): Result {
  const { id, change, severity, certainty, accepted, reason } = finding;
  // A result that does not fail has no level: section 3.27.10.
  const judged: Pick<Result, 'kind' | 'level'> =
    certainty === 'inconclusive'
      ? { kind: 'open', level: 'none' }
      : severity === 'info'
        ? { kind: 'informational', level: 'none' }
        : { kind: 'fail', level: LEVEL[severity] };
  const line = lineOf?.(finding);
  return {
    ruleId: change,
    ...judged,
    message: { text: messageText(reason) },
    baselineState: accepted === null ? 'new' : 'unchanged',
    partialFingerprints: { 'esdriftFinding/v1': id },
    ...(path === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(path) },
                ...(line === undefined ? {} : { region: { startLine: line } }),
              },
              logicalLocations: [{ fullyQualifiedName: escapeText(finding.subject) }],
            },
          ],
        }),
    ...(accepted === null
      ? {}
      : {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: messageText(accepted.reason) },
          ],
        }),
    properties: {
      severity,
      certainty,
      phase: finding.phase,
      surprise: finding.surprise,
      affects: finding.affects.map(escapeText),
      before: finding.before === null ? null : escapeText(finding.before),
      after: finding.after === null ? null : escapeText(finding.after),
    },
  };
}

function uriOf(path: string): string {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${uri}` : uri.replace(/^(?:\.\/)+/, '');
}

function seriesOf({ after }: DriftReport): string {
  const words = (['method', 'arch'] as const).map(
    (key) => [...new Set(after.runs.flatMap((run) => run[key] ?? []))].sort().join('+') || 'unknown',
  );
  return encodeURIComponent(words.join('-'));
}
