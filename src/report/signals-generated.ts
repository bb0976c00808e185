import type { SignalsGenerated } from '../model/signal-generate.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

export function renderSignalsGenerated(result: SignalsGenerated, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { path, rules, heldOut, failures, synthetic } = result;
  const wrap = (text: string): readonly string[] => wrapText(text, terminal.columns);
  return [
    path === null
      ? chalk.red.bold('FAIL: the rules do not hold, and were not written')
      : chalk.green.bold(`${escapeText(path)}: ${count(rules.length, 'rule')}`),
    ...(synthetic
      ? wrap('SYNTHETIC recordings made them, so they are experimental.').map((line) => chalk.dim(line))
      : []),
    ...rules.flatMap(({ id, signals, programs, quorum }) =>
      wrap(
        `  ${escapeText(id)}: ${count(signals, 'signal')} of ${count(programs, 'program')}, ${quorum} needed`,
      ),
    ),
    ...(heldOut.length === 0
      ? wrap('Nothing was held out: that takes recordings of two upgrades of one method.')
      : ['', 'rules made without an upgrade, tried on it']),
    ...heldOut.flatMap(({ method, builds, recordings, found, falseAlarms }) =>
      wrap(
        `  ${method} ${escapeText(builds.replace(' ', ' → '))}: found ${found} of ${recordings}, ${count(falseAlarms.length, 'false alarm')}`,
      ),
    ),
    ...(failures.length === 0
      ? []
      : ['', ...failures.flatMap((failure) => wrap(`- ${escapeText(failure)}`))]),
    '',
    path === null
      ? 'next: esdrift signals rank TRACE…'
      : `next: esdrift signals test TRACE… --rules ${escapeText(path)}`,
    '',
  ].join('\n');
}
