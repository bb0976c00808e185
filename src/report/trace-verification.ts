import {
  NOTHING_TO_RECOVER,
  type SecretPlace,
  type TraceProblem,
  type TraceVerification,
} from '../model/trace-report.ts';
import { formatBytes } from './byte-size.ts';
import { escapeText } from './escape.ts';
import { count, groupDigits } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { kindsText } from './trace-redaction.ts';
import { shellWord } from '../model/shell-word.ts';

const MOST_PROBLEMS = 20;
const MOST_DEVIATIONS = 40;

export function renderVerification(result: TraceVerification, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const path = escapeText(result.path);
  const kept = `${count(result.events, 'event')} in ${count(result.frames, 'frame')}`;
  const heads = {
    whole: chalk.green(`${path} is whole: ${kept}, ${formatBytes(result.bytes)}, every byte as written.`),
    cut: chalk.yellow(
      result.events === 0
        ? `${path} ends early, and no event in it is whole.`
        : `${path} ends early, but reads: ${kept} are whole.`,
    ),
    damaged: chalk.red(`${path} is damaged: ${kept} are good.`),
  };
  const lines = [
    heads[result.state],
    ...(result.cut ? [`  ${cutText(result.cut.offset, result.cut.bytes)}`] : []),
    ...result.problems.slice(0, MOST_PROBLEMS).map((problem) => `  ${problemText(problem)}`),
    ...(result.problemCount > MOST_PROBLEMS
      ? [`  … and ${groupDigits(result.problemCount - MOST_PROBLEMS)} more problems`]
      : []),
    ...lineTexts(result),
    ...secretTexts(result),
    `next: ${nextStep(result, path)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function nextStep({ state, events, secrets }: TraceVerification, path: string): string {
  if (state !== 'whole' && events === 0) return NOTHING_TO_RECOVER;
  if (state !== 'whole') return `esdrift trace repair ${shellWord(path)} --out FILE`;
  const holds = secrets !== null && (secrets.refused || secrets.found > 0);
  return holds
    ? `esdrift trace redact ${shellWord(path)} --out FILE`
    : `esdrift trace info ${shellWord(path)}`;
}

function secretTexts({ secrets }: TraceVerification): readonly string[] {
  if (!secrets) return [];
  const refused = secrets.refused
    ? [`It was not redacted (policy ${secrets.policy}): no search can promise that nobody is named in it.`]
    : [];
  if (secrets.found === 0)
    return secrets.refused ? refused : [`Redacted (${secrets.policy}), and nothing is left to replace.`];
  return [
    ...refused,
    `${count(secrets.found, 'thing')} that redaction would replace: ${kindsText(secrets.byKind)}`,
    ...secrets.places.slice(0, MOST_PROBLEMS).map((place) => `  ${escapeText(placeText(place))}`),
    ...(secrets.found > MOST_PROBLEMS ? [`  … and ${groupDigits(secrets.found - MOST_PROBLEMS)} more`] : []),
  ];
}

function placeText({ where, line, globalSeq, type, key, kind }: SecretPlace): string {
  const under = key === null ? '' : ` under ${key}`;
  if (where === 'header') return `header: ${kind}`;
  if (where === 'record') return `record ${type ?? ''}: ${kind}`;
  return `line ${line ?? '?'} (${type ?? '?'}, global_seq_num ${globalSeq ?? '?'}): ${kind}${under}`;
}

function cutText(offset: number, bytes: number): string {
  if (bytes === 0) return 'Its frames are whole, but it was never closed: what came after is not known.';
  return `${groupDigits(bytes)} bytes at the end, from byte ${offset} on, are no whole frame.`;
}

function problemText({ offset, bytes, message }: TraceProblem): string {
  const size = bytes === null ? '' : ` (${groupDigits(bytes)} bytes)`;
  return escapeText(`byte ${offset}${size}: ${message}`);
}

function lineTexts({ lines }: TraceVerification): readonly string[] {
  if (!lines) return [];
  const deviations = lines.deviations.map(
    ({ place, message, count: seen, firstLine }) =>
      `${place === '' ? 'the line' : place} ${message} (${groupDigits(seen)}×, first in line ${firstLine})`,
  );
  const novelties = lines.novelties.map(
    ({ scope, key, count: seen, firstLine }) =>
      `${key === '' ? `event ${scope}` : `${scope}.${key}`} (${groupDigits(seen)}×, first in line ${firstLine})`,
  );
  return [
    `${count(lines.checked, 'line')} compared with what eslogger is known to write.`,
    ...section('Deviations:', deviations),
    ...section('New since this esdrift was made:', novelties),
    ...(deviations.length + novelties.length === 0 ? ['  No difference.'] : []),
  ];
}

function section(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  const hidden = items.length - MOST_DEVIATIONS;
  return [
    title,
    ...items.slice(0, MOST_DEVIATIONS).map((item) => `  ${escapeText(item)}`),
    ...(hidden > 0 ? [`  … and ${groupDigits(hidden)} more; --json lists them all`] : []),
  ];
}
