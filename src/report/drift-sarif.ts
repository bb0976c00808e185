/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Each result points at the fact's line of the baseline file. */
import type { Log, Result } from 'sarif';
import type { ComparabilityNote, DriftReport, Finding, Severity } from '../model/drift.ts';
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

export interface SarifOptions {
  /** Where a finding's fact stands in the file of the side before; from 1. Undefined: a side that is no text. */
  readonly lineOf?: ((finding: Finding) => number | undefined) | undefined;
}

export function renderDriftSarif(report: DriftReport, { lineOf }: SarifOptions = {}): string {
  const kinds = [...new Set(report.findings.map(({ change }) => change))].sort();
  const [file] = report.before.files;
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.producer.name,
            semanticVersion: report.producer.version,
            rules: kinds.map((kind) => ({
              id: kind,
              shortDescription: { text: kind.replaceAll('-', ' ') },
              help: { text: `esdrift explain ${kind}` },
            })),
          },
        },
        automationDetails: { id: `esdrift/${seriesOf(report)}/` },
        invocations: [
          {
            executionSuccessful: report.comparability.every(({ level }) => level !== 'fatal'),
            toolExecutionNotifications: report.comparability.flatMap(({ axis, level, message }) =>
              level === 'ok'
                ? []
                : [
                    {
                      level: NOTE_LEVEL[level],
                      message: { text: escapeText(message) },
                      descriptor: { id: axis },
                    },
                  ],
            ),
          },
        ],
        properties: {
          verdict: escapeText(verdictText(report)),
          before: escapeText(describeRuns(report.before.runs)),
          after: escapeText(describeRuns(report.after.runs)),
          synthetic: isSynthetic(report),
        },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) =>
          resultOf(finding, kinds.indexOf(finding.change), file?.path, lineOf),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(
  finding: Finding,
  ruleIndex: number,
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
    ruleIndex,
    ...judged,
    message: { text: escapeText(reason) },
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
            { kind: 'external', status: 'accepted', justification: escapeText(accepted.reason) },
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
