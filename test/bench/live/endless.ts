/**
 * A simulated Mac that upgrades over and over: round after round with fresh executions, folders, numbers and hours. Pids come again, as they do: a round
 * ends in the middle of things, and processes that never exit would grow the table of a Mac that no Mac is.
 */
import { decodeLine } from '../../../src/eslogger/decode.ts';
import type { EsEvent } from '../../../src/model/event.ts';
import { simulate } from '../../simulator/simulate.ts';
import { findStep } from '../../simulator/versions.ts';

/** What differs from round to round; the text between is the same. */
const VARYING = /"global_seq_num":\d+|"mach_time":\d+|"pidversion":\d{4,}|"time":"\d{4}|[0-9a-f]{40}/g;

/** Years of more than four digits are no time that eslogger writes. */
const MOST_YEARS = 5_000;

interface Part {
  readonly text: string;
  readonly varying: string;
}

/** The lines up to the first boot after the upgrade. */
export function upgradeLines(noise: number): readonly string[] {
  const { lines } = simulate({ scenario: 'ota', step: findStep('26.3'), seed: 'endless', noise });
  const all = [...lines];
  return all.slice(
    0,
    all.findIndex((line) => line.includes('FirstBootAfterUpdate')),
  );
}

export function* endlessLines(): Generator<string, void, void> {
  const templates = upgradeLines(2).map(partsOf);
  for (let round = 0, number = 0; ; round++)
    for (const parts of templates) yield lineOf(parts, round, number++);
}

function partsOf(line: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of line.matchAll(VARYING)) {
    parts.push({ text: line.slice(at, match.index), varying: match[0] });
    at = match.index + match[0].length;
  }
  return [...parts, { text: line.slice(at), varying: '' }];
}

function lineOf(parts: readonly Part[], round: number, number: number): string {
  let line = '';
  for (const { text, varying } of parts) line += text + (varying === '' ? '' : again(varying, round, number));
  return line;
}

function again(text: string, round: number, number: number): string {
  if (text.startsWith('"global')) return `"global_seq_num":${number}`;
  if (text.startsWith('"mach')) return `"mach_time":${1_000_000 + number * 1000}`;
  if (text.startsWith('"pidv')) return `"pidversion":${Number(text.slice(13)) + round * 100_000}`;
  if (text.startsWith('"time')) return `"time":"${Number(text.slice(8)) + (round % MOST_YEARS)}`;
  return `${round.toString(16).padStart(8, '0')}${text.slice(8)}`;
}

export function decoded(line: string): EsEvent {
  const result = decodeLine(line);
  if (!result.ok) throw new Error(result.message);
  return { segment: 0, ...result.event };
}
