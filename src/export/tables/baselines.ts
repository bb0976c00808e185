/** Baselines and drift reports as tables. */
import type { DriftReport, Finding } from '../../model/drift.ts';
import type { Fact, FactSet, RunInfo } from '../../model/facts.ts';
import { RUNS } from './facts.ts';
import { tableOf, type Row, type Table } from './table.ts';

interface BaselineFactSource {
  readonly baseline: string;
  readonly fact: Fact;
  readonly runs: readonly RunInfo[];
}

const total = ({ runs }: BaselineFactSource, role: RunInfo['role']): number =>
  runs.filter((run) => run.role === role).length;
const seen = ({ fact, runs }: BaselineFactSource, role: RunInfo['role']): number =>
  runs.filter((run, index) => run.role === role && (fact.counts[index] ?? 0) > 0).length;

export const BASELINE_FACTS = tableOf<BaselineFactSource>('baseline_facts', 'One row a fact of a baseline.', [
  ['baseline', 'text', 'Its file.', ({ baseline }) => baseline],
  ['kind', 'text', 'As facts.kind.', ({ fact }) => fact.kind],
  ['key', 'text', 'The whole key, a JSON array.', ({ fact }) => JSON.stringify(fact.key)],
  ['key_1', 'text', 'Its parts, as in facts.', ({ fact }) => fact.key[0]],
  ['key_2', 'text', '', ({ fact }) => fact.key[1]],
  ['key_3', 'text', '', ({ fact }) => fact.key[2]],
  ['key_4', 'text', '', ({ fact }) => fact.key[3]],
  ['upgrades', 'int', 'Upgrade runs that show it.', (source) => seen(source, 'upgrade')],
  ['of_upgrades', 'int', 'Upgrade runs there are.', (source) => total(source, 'upgrade')],
  ['controls', 'int', 'Controls that show it.', (source) => seen(source, 'control')],
  ['of_controls', 'int', 'Controls there are.', (source) => total(source, 'control')],
  [
    'counts',
    'ints',
    'How often in each run, in the order of baseline_runs.position.',
    ({ fact }) => fact.counts,
  ],
  [
    'first_ms',
    'ints',
    'Offset of the first time in each run, -1 where absent.',
    ({ fact }) => fact.firstMs.map((ms) => Math.round(ms)),
  ],
]);

export const BASELINE_RUNS: Table = {
  name: 'baseline_runs',
  about: 'One row a recording of a baseline.',
  columns: [
    { name: 'baseline', type: 'text', about: 'Its file.' },
    { name: 'position', type: 'int', about: 'In the vectors of baseline_facts, from 0.' },
    ...RUNS.columns,
  ],
};

interface FindingSource {
  readonly report: string;
  readonly finding: Finding;
}

export const FINDINGS = tableOf<FindingSource>('findings', 'One row a finding of a drift report.', [
  ['report', 'text', 'Its file.', ({ report }) => report],
  ['id', 'text', 'Stable over runs.', ({ finding }) => finding.id],
  ['change', 'text', 'Kind of change: esdrift explain KIND.', ({ finding }) => finding.change],
  ['severity', 'text', 'high, medium, low or info.', ({ finding }) => finding.severity],
  ['certainty', 'text', 'observed or inconclusive.', ({ finding }) => finding.certainty],
  ['program', 'text', '', ({ finding }) => finding.program],
  ['subject', 'text', '', ({ finding }) => finding.subject],
  ['before', 'text', '', ({ finding }) => finding.before],
  ['after', 'text', '', ({ finding }) => finding.after],
  ['seen_in', 'int', 'Runs that show it, on the side that does.', ({ finding }) => finding.support.seenIn],
  ['of_runs', 'int', 'Runs of that side.', ({ finding }) => finding.support.runs],
  ['accepted', 'boolean', '', ({ finding }) => finding.accepted !== null],
  ['reason', 'text', 'One sentence.', ({ finding }) => finding.reason],
  ['phase', 'text', '', ({ finding }) => finding.phase],
  ['affects', 'texts', 'Detection rules.', ({ finding }) => finding.affects],
  ['finding', 'text', 'All of it, as JSON.', ({ finding }) => JSON.stringify(finding)],
]);

export function* baselineFactRows(baseline: string, { facts, runs }: FactSet): Generator<Row, void> {
  for (const fact of facts) yield BASELINE_FACTS.row({ baseline, fact, runs });
}

export function* baselineRunRows(baseline: string, { runs, normalizer }: FactSet): Generator<Row, void> {
  for (const [position, run] of runs.entries()) yield [baseline, position, ...RUNS.row({ run, normalizer })];
}

export function* findingRows(report: string, { findings }: DriftReport): Generator<Row, void> {
  for (const finding of findings) yield FINDINGS.row({ report, finding });
}
