/** Whether recordings are of one kind, and what is doubtful about them. */
import { machineOf, scopeOf } from '../drift/comparability.ts';
import type { RunInfo } from '../model/facts.ts';

type Axis = readonly [name: string, valueOf: (run: RunInfo) => string | undefined, runs: 'upgrades' | 'all'];

/** The axes of a series: runs that differ here behave differently for a reason of their own. What nobody knows does not count. */
const AXES: readonly Axis[] = [
  ['methods', ({ method }) => (method === 'unknown' ? undefined : method), 'upgrades'],
  ['scopes', scopeOf, 'upgrades'],
  ['tools', ({ format = 'eslogger' }) => format, 'all'],
  ['processors', ({ arch }) => arch, 'all'],
  ['kinds of Mac', machineOf, 'all'],
  ['initiators', ({ labels }) => labels['initiator'], 'upgrades'],
];

/** Below this, support says little: one run more can change much. */
const FEW_RUNS = 3;

/** One sentence where the runs are of different kinds, or undefined. */
export function mixedSeries(runs: readonly RunInfo[]): string | undefined {
  for (const [name, valueOf, which] of AXES) {
    const values = distinct(which === 'all' ? runs : upgradesOf(runs), valueOf);
    if (values.length > 1) return `The recordings are of different ${name}: ${values.join(', ')}.`;
  }
  return undefined;
}

export function seriesWarnings(runs: readonly RunInfo[]): readonly string[] {
  const upgrades = upgradesOf(runs);
  const warnings: string[] = [];
  if (runs.some((run) => run.provenance === 'synthetic')) {
    const all = runs.every((run) => run.provenance === 'synthetic');
    warnings.push(`${all ? 'All' : 'Some'} recordings are synthetic: a simulator wrote them, no Mac did.`);
  }
  if (upgrades.length === 0) warnings.push('There are only controls: the baseline describes no upgrade.');
  else if (upgrades.length < FEW_RUNS)
    warnings.push(
      `${upgrades.length === 1 ? 'One run says' : `${upgrades.length} runs say`} little about what varies; record ${FEW_RUNS} or more.`,
    );
  const targets = distinct(upgrades, (run) => run.target?.buildVersion);
  if (targets.length > 1) warnings.push(`The recordings upgrade to different builds: ${targets.join(', ')}.`);
  const versions = distinct(runs, (run) => run.messageVersions.at(-1)?.toString());
  if (versions.length > 1) warnings.push(`eslogger's message version differs: ${versions.join(', ')}.`);
  const lossy = runs.filter((run) => run.lost > 0).length;
  if (lossy > 0)
    warnings.push(
      `${lossy} of ${runs.length} recordings lost events: what they do not show is not proven absent.`,
    );
  const cut = runs.filter((run) => run.cut).length;
  if (cut > 0) warnings.push(`${cut} of ${runs.length} recordings end early.`);
  const forgotten = runs.filter((run) => run.handoffsForgotten > 0).length;
  if (forgotten > 0)
    warnings.push(
      `${forgotten} of ${runs.length} recordings wrote more files than are tracked: handoffs can be missing.`,
    );
  return warnings;
}

function upgradesOf(runs: readonly RunInfo[]): readonly RunInfo[] {
  return runs.filter((run) => run.role === 'upgrade');
}

function distinct(
  runs: readonly RunInfo[],
  valueOf: (run: RunInfo) => string | undefined,
): readonly string[] {
  return [...new Set(runs.map(valueOf).filter((value) => value !== undefined))].sort();
}
