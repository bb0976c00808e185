import type { RankedSignal, SignalRanking } from '../model/signal-rank.ts';
import { formatDuration } from './duration.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';
import { tableLines, tableMarkdown } from './table.ts';
import type { Terminal } from './terminal.ts';

const HEAD = [
  'signal',
  'method',
  'score',
  'separation',
  'upgrades',
  'controls',
  'before restart',
  'builds',
  'cost ‰',
  'held by',
] as const;

export function renderSignalRanking(ranking: SignalRanking, terminal: Terminal): string {
  const rest = ranking.ranked - ranking.signals.length;
  return [
    headline(ranking),
    '',
    ...tableLines(HEAD, ranking.signals.map(row), terminal.columns),
    ...(rest > 0 ? [`${count(rest, 'more fact')}: --limit 0 lists all`] : []),
    '',
    'next: esdrift signals generate TRACE… --out mine.rules.json',
    '',
  ].join('\n');
}

export function signalRankingMarkdown(ranking: SignalRanking): string {
  return [headline(ranking), '', ...tableMarkdown(HEAD, ranking.signals.map(row)), ''].join('\n');
}

function headline({ upgrades, controls, ranked, synthetic }: SignalRanking): string {
  const runs = `${count(upgrades.ota, 'update')} over the air, ${count(upgrades['full-installer'], 'full installer')}, ${count(controls, 'control')}`;
  return `${count(ranked, 'fact')} of ${runs}${synthetic ? '. SYNTHETIC recordings: no Mac made them' : ''}`;
}

function row(signal: RankedSignal): readonly string[] {
  const { kind, key, method, score, separation, uncertainty, upgrades, controls, leadMs, builds } = signal;
  return [
    `${kind} ${escapeText(key.join(' '))}`,
    method,
    score.toFixed(2),
    `${separation.toFixed(2)} ±${uncertainty.toFixed(2)}`,
    `${upgrades.seenIn}/${upgrades.runs}`,
    `${controls.seenIn}/${controls.runs}`,
    leadMs === null ? '–' : formatDuration(leadMs),
    `${builds.seenIn}/${builds.runs}`,
    signal.costPerThousand.toFixed(0),
    signal.heldBy.map(({ field, builds: held }) => `${field} ${held}`).join(', '),
  ];
}
