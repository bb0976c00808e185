/** Events as eslogger wrote them, drawn only when somebody asks. */
import type { Evidence } from '../model/drift.ts';
import type { PageDocument, PageEvidence } from '../model/page.ts';
import { el } from './dom.ts';
import { indentJson } from './indent-json.ts';

export interface EvidenceStore {
  /** null: it is known, and left out for its size. undefined: no recording of this page has it. */
  lineOf(evidence: Evidence): string | null | undefined;
  fileOf(trace: string): string | undefined;
}

export function evidenceStore(page: PageDocument | undefined): EvidenceStore {
  const lines = new Map(
    (page?.evidence ?? []).map((one): [string, string | null] => [placeOf(one), one.line]),
  );
  const files = new Map(
    (page?.recordings ?? []).flatMap(({ note, name }) =>
      note === null ? [] : [[note.trace, name] as const],
    ),
  );
  return { lineOf: (evidence) => lines.get(placeOf(evidence)), fileOf: (trace) => files.get(trace) };
}

function placeOf({ trace, segment, globalSeq }: Evidence | PageEvidence): string {
  return `${trace} ${segment} ${globalSeq}`;
}

/** Opens to the line, indented; made when it is opened first. */
export function evidenceBlock(evidence: Evidence, store: EvidenceStore): HTMLElement {
  const { segment, globalSeq, time, trace } = evidence;
  const title = `event ${globalSeq} in segment ${segment + 1}`;
  const line = store.lineOf(evidence);
  const summary = el('summary', {}, title, el('span', { class: 'dim' }, ` ${time}`));
  const details = el('details', { class: 'evidence' }, summary);
  details.addEventListener(
    'toggle',
    () => {
      const file = store.fileOf(trace) ?? 'TRACE';
      const command = `esdrift trace cat '${file.replaceAll("'", `'\\''`)}' | jq 'select(.global_seq_num == ${globalSeq})'`;
      details.append(typeof line === 'string' ? jsonBlock(line) : missing(line, command));
    },
    { once: true },
  );
  return details;
}

function missing(line: null | undefined, command: string): HTMLElement {
  const why =
    line === null
      ? 'The line is too large for this page. To see it:'
      : 'This page does not hold the recording it is from. To see it:';
  return el('div', {}, el('p', { class: 'note' }, why), el('pre', { class: 'command' }, command));
}

function jsonBlock(line: string): HTMLElement {
  const pre = el('pre', { class: 'json', tabIndex: 0, role: 'region', aria: { label: 'Event as JSON' } });
  for (const part of indentJson(line)) pre.append(el('span', { class: 'json-line' }, part));
  return pre;
}
