/**
 * An HTML report: one file that opens offline. The page's code is an asset of the build; what it shows is embedded as JSON, as the documents
 * it would be in other formats. The Content Security Policy lets this script and this style run, by their hashes, and nothing be loaded;
 * WebAssembly and a worker from a blob are for opening a trace that somebody drops on the page.
 */
import { markupText } from '../model/markup.ts';
import type { DriftReport } from '../model/drift.ts';
import type { History } from '../model/history.ts';
import type { PageAsset } from '../model/page-asset.ts';
import type { PageDocument } from '../model/page.ts';
import { verdictText } from './drift.ts';
import { escapeText } from './escape.ts';

interface HtmlParts {
  readonly title: string;
  /** One line for a reader without scripts. */
  readonly summary: string;
  readonly report?: DriftReport;
  readonly page?: PageDocument;
  readonly history?: History;
}

/** `page` and `history` where they were gathered. */
export function renderDriftHtml(
  report: DriftReport,
  { page, history }: { readonly page?: PageDocument; readonly history?: History },
  asset: PageAsset,
): string {
  const summary = verdictText(report);
  const parts = {
    title: `${summary} · esdrift`,
    summary,
    report,
    ...(page === undefined ? {} : { page }),
    ...(history === undefined ? {} : { history }),
  };
  return renderHtml(parts, asset);
}

export function renderHistoryHtml(history: History, asset: PageAsset): string {
  const builds = history.series.flatMap(({ builds: columns }) => columns.map(({ name }) => name));
  const summary = `Behaviour of upgrades over ${[...new Set(builds)].join(', ')}`;
  return renderHtml({ title: `${summary} · esdrift`, summary, history }, asset);
}

function renderHtml(parts: HtmlParts, asset: PageAsset): string {
  const { title, summary, report, page, history } = parts;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(asset)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${markup(title)}</title>`,
    `<style>${asset.style}</style>`,
    '</head>',
    '<body>',
    `<noscript><h1>${markup(title)}</h1><p>${markup(summary)}</p><p>This report is drawn by a script inside this file. Without scripts: esdrift diff … --format text</p></noscript>`,
    ...(report === undefined ? [] : [json('esdrift-report', report)]),
    ...(page === undefined ? [] : [json('esdrift-page', page)]),
    ...(history === undefined ? [] : [json('esdrift-history', history)]),
    `<script id="esdrift-worker" type="text/plain">${asset.worker}</script>`,
    `<script>${asset.script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function policyOf({ scriptHash, styleHash }: PageAsset): string {
  return [
    "default-src 'none'",
    `script-src '${scriptHash}' 'wasm-unsafe-eval'`,
    `style-src '${styleHash}'`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types esdrift-worker',
  ].join('; ');
}

/** A data block: no script. `<` is all that could end it, and JSON has it only inside of strings; what is not ASCII could deceive an editor. */
function json(id: string, document: object): string {
  const text = JSON.stringify(document).replaceAll(
    /[<\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<script id="${id}" type="application/json">${text}</script>`;
}

function markup(text: string): string {
  return markupText(escapeText(text));
}
