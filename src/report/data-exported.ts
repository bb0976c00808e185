import type { DataExported } from '../model/data-export.ts';
import { formatBytes } from './byte-size.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';

const MOST_FILES = 40;

/** What was written, a line a file. */
export function renderDataExported({ traces, files, target }: DataExported): string {
  const synthetic = traces.filter(({ provenance }) => provenance === 'synthetic').length;
  const events = traces.reduce((sum, trace) => sum + trace.events, 0);
  const shown = files.slice(0, MOST_FILES).map(({ path, bytes, rows }) => {
    const size = rows === null ? formatBytes(bytes) : `${count(rows, 'row')}, ${formatBytes(bytes)}`;
    return `${escapeText(path)}  ${size}`;
  });
  const hidden = files.length - shown.length;
  return [
    `${count(events, 'event')} of ${count(traces.length, 'recording')} exported for ${target}`,
    ...(synthetic === 0 ? [] : [`SYNTHETIC: a simulator wrote ${synthetic} of them, no Mac did.`]),
    ...shown,
    ...(hidden > 0 ? [`${count(hidden, 'more file')}; --json lists them all`] : []),
    ...nextStep(target),
  ].join('\n');
}

function nextStep(target: DataExported['target']): readonly string[] {
  if (target !== 'perfetto') return [];
  return ['next: open the file in https://ui.perfetto.dev (it is read in the browser, and not uploaded)'];
}

/** What the files do not say, for standard error; the caller escapes it. */
export function dataExportNotes({ traces, leftOut }: DataExported): readonly string[] {
  const lost = traces.reduce((sum, trace) => sum + trace.lost, 0);
  const bad = traces.reduce((sum, trace) => sum + trace.badLines, 0);
  return [
    ...traces.flatMap(({ cut, path }) =>
      cut ? [`warning: ${path} ends early: what came after is not in the files`] : [],
    ),
    ...(lost === 0 ? [] : [`warning: ${count(lost, 'event')} were lost when this was recorded`]),
    ...(bad === 0 ? [] : [`warning: ${count(bad, 'line')} were no readable event`]),
    ...leftOut.map((text) => `left out: ${text}`),
  ];
}
