/** Every form a drift report can take as text. */
import type { DriftReport, Finding } from '../model/drift.ts';
import type { DriftFormat } from './drift-form.ts';
import { renderDriftGithub } from './drift-github.ts';
import { renderDriftJunit } from './drift-junit.ts';
import { renderDriftMarkdown } from './drift-markdown.ts';
import { renderDriftSarif, type SarifOptions } from './drift-sarif.ts';
import { renderDrift, type DriftTextOptions } from './drift.ts';

export interface DriftFormatOptions {
  readonly text: DriftTextOptions;
  /** Line of a finding's fact in the file of the side before, for forms that point there. */
  readonly lineOf?: ((finding: Finding) => number) | undefined;
  /** For forms that tell what a kind of change means. */
  readonly ruleText?: SarifOptions['ruleText'];
}

const RENDERERS: Readonly<Record<DriftFormat, (report: DriftReport, options: DriftFormatOptions) => string>> =
  {
    text: (report, { text }) => renderDrift(report, text),
    json: (report) => `${JSON.stringify(report, null, 2)}\n`,
    markdown: (report) => renderDriftMarkdown(report),
    junit: (report) => renderDriftJunit(report),
    sarif: (report, { lineOf, ruleText }) => renderDriftSarif(report, { lineOf, ruleText }),
    github: (report, { lineOf }) => renderDriftGithub(report, { lineOf }),
  };

export function renderDriftAs(format: DriftFormat, report: DriftReport, options: DriftFormatOptions): string {
  return RENDERERS[format](report, options);
}
