/**
 * GitHub Actions: annotations as workflow commands, and a step summary. GitHub shows ten annotations of a step and drops the rest without a word, and
 * refuses a summary of more than 1,024 KiB: the worst come first, and the last line of each says how many more there are.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import type { DriftReport, Finding, Severity } from '../model/drift.ts';
import { isSynthetic, toldFindings } from './drift-words.ts';
import { verdictText } from './drift.ts';
import { escapeText } from './escape.ts';

const MOST_ANNOTATIONS = 10;
export const MOST_SUMMARY_BYTES = 1024 * 1024;
const COMMAND: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

export interface Annotation {
  readonly command: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message: string;
  /** Of the finding, which several recordings may show. */
  readonly id?: string;
}

export interface GithubOptions {
  readonly lineOf?: ((finding: Finding) => number | undefined) | undefined;
}

export function renderDriftGithub(report: DriftReport, options: GithubOptions = {}): string {
  return renderAnnotations(driftAnnotations(report, options));
}

/** Worst first. */
export function driftAnnotations(report: DriftReport, { lineOf }: GithubOptions = {}): readonly Annotation[] {
  const [file] = report.before.files;
  const mark = isSynthetic(report) ? ' (synthetic)' : '';
  const refused = report.comparability.flatMap(({ level, axis, message }): readonly Annotation[] =>
    level === 'fatal' ? [{ command: 'error', title: `not comparable: ${axis}`, message }] : [],
  );
  const found = toldFindings(report).map((finding): Annotation => {
    const { certainty, severity, change, reason, id } = finding;
    const isOpen = certainty === 'inconclusive';
    return {
      command: isOpen ? 'warning' : COMMAND[severity],
      title: `${change}${isOpen ? ' (inconclusive)' : ''}${mark}`,
      file: file?.path,
      line: lineOf?.(finding),
      message: `${reason} [${id}]`,
      id,
    };
  });
  if (refused.length + found.length > 0) return [...refused, ...found];
  return [{ command: 'notice', title: `esdrift${mark}`, message: verdictText(report) }];
}

export function renderAnnotations(annotations: readonly Annotation[]): string {
  const shown =
    annotations.length > MOST_ANNOTATIONS ? annotations.slice(0, MOST_ANNOTATIONS - 1) : annotations;
  const more = annotations.length - shown.length;
  const last: readonly Annotation[] =
    more === 0
      ? []
      : [
          {
            command: 'notice',
            title: 'esdrift',
            message: `${more} more: see the step summary and the reports.`,
          },
        ];
  return [...shown, ...last].map((annotation) => `${commandOf(annotation)}\n`).join('');
}

function commandOf({ command, title, file, line, message }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(file === undefined || line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${command} ${properties.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return escapeText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Cut at a line, with a last line that says so; never over GitHub's limit. */
export function fitSummary(markdown: string, limit = MOST_SUMMARY_BYTES): string {
  if (Buffer.byteLength(markdown) <= limit) return markdown;
  const notice =
    '\n\n**Cut here: GitHub shows no more than 1,024 KiB. The whole report is among the artefacts.**\n';
  const room = limit - Buffer.byteLength(notice);
  const lines: string[] = [];
  let used = 0;
  for (const line of markdown.split('\n')) {
    used += Buffer.byteLength(line) + 1;
    if (used > room) break;
    lines.push(line);
  }
  return lines.join('\n') + notice;
}
