/** Which programs raise false alarms again and again, and the policy entry or template rule that would calm them. */
import { CHANGE_KINDS, SEVERITIES, type Finding, type Severity } from '../model/drift.ts';
import type { ProgramPolicy } from '../model/config.ts';
import type { ProgramKey } from '../model/facts.ts';
import type { NoiseSources, NoisyGroup } from '../model/stability.ts';
import { drawnPaths, uniting } from './drawn-paths.ts';
import { authorityOf } from './names.ts';
import type { Participation } from './participation.ts';
import { byCodeUnit, type Side } from './side.ts';
import type { Trial } from './trial.ts';

const MOST_GROUPS = 5;

interface Alarm {
  readonly trace: string;
  readonly finding: Finding;
}

export function noiseSourcesOf(
  trials: readonly Trial[],
  side: Side,
  participation: Participation,
): NoiseSources {
  const alarms = trials.flatMap(({ trace, findings }) =>
    findings.flatMap((finding): Alarm[] => (isAlarm(finding) ? [{ trace, finding }] : [])),
  );
  const drawn = alarms.length === 0 ? new Map<ProgramKey, readonly string[]>() : drawnPaths(side);
  const groups = [...Map.groupBy(alarms, ({ finding }) => ownerOf(finding.program, participation))].map(
    ([programs, own]) => groupOf(programs, own, drawn, participation),
  );
  const telling = groups.filter(isTelling).sort(noisiestFirst).slice(0, MOST_GROUPS);
  const rest = groups.filter((group) => !telling.includes(group));
  return {
    groups: telling,
    others: { findings: rest.reduce((sum, { findings }) => sum + findings, 0), programs: rest.length },
  };
}

function isAlarm({ certainty, severity }: Finding): boolean {
  return certainty === 'observed' && severity !== 'info';
}

/** What one team installs comes and goes together; all else stands for itself. */
function ownerOf(program: ProgramKey, participation: Participation): string {
  const authority = authorityOf(program);
  return /^[A-Z0-9]{10}$/.test(authority) && participation.of(program) === undefined
    ? `${authority}:*`
    : program;
}

function groupOf(
  programs: string,
  alarms: readonly Alarm[],
  drawn: ReadonlyMap<ProgramKey, readonly string[]>,
  participation: Participation,
): NoisyGroup {
  const findings = alarms.map(({ finding }) => finding);
  const changes = CHANGE_KINDS.filter((kind) => findings.some(({ change }) => change === kind));
  const worst = SEVERITIES.find((wanted) => findings.some(({ severity }) => severity === wanted)) ?? 'low';
  const files = findings.filter(({ change }) => change.startsWith('file-'));
  return {
    programs,
    changes,
    worst,
    findings: findings.length,
    trials: new Set(alarms.map(({ trace }) => trace)).size,
    example: findings.map(({ subject }) => subject).sort(byCodeUnit)[0] ?? programs,
    template: uniting(
      drawn.get(programs) ?? [],
      files.map(({ subject }) => subject),
    ),
    policy: policyFor(programs, changes, worst, participation),
  };
}

/** For a program of the upgrade an entry hides real changes as well, so it is worth it only where the noise would fail a check. */
function policyFor(
  match: string,
  changes: NoisyGroup['changes'],
  worst: Severity,
  participation: Participation,
): ProgramPolicy | null {
  if (participation.of(match) === undefined) return { match, severity: 'info' };
  if (worst === 'low') return null;
  return { match, changes: Object.fromEntries(changes.map((change) => [change, 'low'])) };
}

/** A program that one run alone made a stir with says nothing about the next run, and what cannot be calmed need not be named. */
function isTelling({ worst, trials, template, policy }: NoisyGroup): boolean {
  return worst !== 'low' || (trials > 1 && (template !== null || policy !== null));
}

function noisiestFirst(a: NoisyGroup, b: NoisyGroup): number {
  return (
    SEVERITIES.indexOf(a.worst) - SEVERITIES.indexOf(b.worst) ||
    b.trials - a.trials ||
    b.findings - a.findings ||
    byCodeUnit(a.programs, b.programs)
  );
}
