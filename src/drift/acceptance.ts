/** Marks findings that a person has accepted. */
import type { Acceptance } from '../model/acceptance.ts';
import type { DriftReport, Finding } from '../model/drift.ts';
import { compareBuilds } from '../model/os-build.ts';

export interface AppliedAcceptances extends Readonly<DriftReport['acceptance']> {
  readonly findings: readonly Finding[];
}

type End = 'ahead' | 'reached' | 'unknown';

/**
 * `builds`: what each recording after leads to, undefined where nobody knows. `table`: order of builds that overrides the built-in one. Where it is
 * not known whether an acceptance has ended, its finding is loud: it must not be missed.
 */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
  builds: readonly (string | undefined)[],
  table: readonly string[] = [],
): AppliedAcceptances {
  const byId = new Map(acceptances.map((acceptance) => [acceptance.id, acceptance]));
  const ids = new Set(findings.map(({ id }) => id));
  const ends = new Map(acceptances.map(({ id, untilBuild }) => [id, endOf(untilBuild, builds, table)]));
  const matching = (end: End): readonly Acceptance[] =>
    acceptances.filter(({ id }) => ids.has(id) && ends.get(id) === end);
  return {
    findings: findings.map((finding) => {
      const found = byId.get(finding.id);
      if (found === undefined || ends.get(found.id) !== 'ahead') return finding;
      const { reason, owner, untilBuild } = found;
      const accepted = {
        reason,
        ...(owner === undefined ? {} : { owner }),
        ...(untilBuild === undefined ? {} : { untilBuild }),
      };
      return { ...finding, accepted };
    }),
    expired: matching('reached'),
    undated: matching('unknown'),
    stale: acceptances.filter(({ id }) => !ids.has(id)),
  };
}

function endOf(
  untilBuild: string | undefined,
  builds: readonly (string | undefined)[],
  table: readonly string[],
): End {
  if (untilBuild === undefined) return 'ahead';
  const orders = builds.map((build) =>
    build === undefined ? 'unknown' : compareBuilds(build, untilBuild, table),
  );
  if (orders.some((order) => order === 'same' || order === 'later')) return 'reached';
  return orders.includes('unknown') ? 'unknown' : 'ahead';
}
