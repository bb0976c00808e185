/** `doctor` for a terminal: one line a check, its remedy below it, and at the end what to do next. */
import type { ChalkInstance } from 'chalk';
import type { DoctorCheck, DoctorCheckId, DoctorLevel, DoctorReport } from '../model/doctor.ts';
import { escapeText } from './escape.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const TITLES: Readonly<Record<DoctorCheckId, string>> = {
  macos: 'macOS',
  eslogger: 'eslogger',
  events: 'Events',
  root: 'Root',
  'full-disk-access': 'Full Disk Access',
  disk: 'Disk',
  recorders: 'Other recorders',
  jobs: 'launchd jobs',
  clock: 'Clock',
  power: 'Power',
  'file-vault': 'FileVault',
  node: 'Node',
  zstd: 'zstd',
};
const LEVEL_COLUMNS = 6;
const TITLE_COLUMNS = 18;
const INDENT = ' '.repeat(LEVEL_COLUMNS + TITLE_COLUMNS);
const FEWEST_TEXT_COLUMNS = 30;

export function renderDoctor(report: DoctorReport, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const lines = [
    ...report.checks.flatMap((check) => checkLines(check, terminal, chalk)),
    '',
    ...conclusion(report, chalk),
  ];
  return `${lines.join('\n')}\n`;
}

function checkLines(
  { id, level, found, remedy }: DoctorCheck,
  terminal: Terminal,
  chalk: ChalkInstance,
): readonly string[] {
  const columns = Math.max(FEWEST_TEXT_COLUMNS, terminal.columns - INDENT.length);
  const text = wrapText(escapeText(found), columns);
  const todo = remedy === null ? [] : wrapText(`→ ${escapeText(remedy)}`, columns);
  const mark = painted(level, chalk)(level.padEnd(LEVEL_COLUMNS));
  return [
    `${mark}${TITLES[id].padEnd(TITLE_COLUMNS)}${text[0] ?? ''}`,
    ...[...text.slice(1), ...todo].map((line) => `${INDENT}${line}`),
  ];
}

function painted(level: DoctorLevel, chalk: ChalkInstance): (text: string) => string {
  switch (level) {
    case 'ok':
      return chalk.green;
    case 'warn':
      return chalk.yellow;
    case 'fail':
      return chalk.red.bold;
  }
}

function conclusion(report: DoctorReport, chalk: ChalkInstance): readonly string[] {
  if (report.platform !== 'darwin') {
    return [
      chalk.bold('This machine cannot record. Everything else works here:'),
      '  traces      esdrift trace import | info | verify | repair | cat | tree | timeline',
      '  baselines   esdrift profile, esdrift baseline create | show | accept',
      '  drift       esdrift diff, esdrift check, esdrift explain',
      'next: esdrift trace import CAPTURE.jsonl --out upgrade.jsonl.zst',
    ];
  }
  const failed = report.checks.filter(({ level }) => level === 'fail').map(({ id }) => TITLES[id]);
  if (failed.length > 0) {
    return [
      chalk.bold(`This Mac cannot record yet: ${failed.join(', ')}.`),
      'next: what the arrow says, from the top down; then esdrift doctor again',
    ];
  }
  const warned = report.checks.filter(({ level }) => level === 'warn').length;
  const care =
    warned === 0 ? '' : ` Look at ${warned === 1 ? 'the warning' : `the ${warned} warnings`} first.`;
  return [chalk.bold(`This Mac can record.${care}`), 'next: sudo esdrift record --out upgrade.jsonl.zst'];
}
