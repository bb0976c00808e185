/** Marks findings that a person has accepted. */
import type { Acceptance } from '../model/acceptance.ts';
import type { Finding } from '../model/drift.ts';
import { compareBuilds } from '../model/os-build.ts';

export interface Accepted {
  readonly findings: readonly Finding[];
  /** Past their build: the findings are loud again. */
  readonly expired: readonly Acceptance[];
  /** They match no finding any more. */
  readonly stale: readonly Acceptance[];
}

/** `builds`: what the recordings after lead to. `table`: order of builds that overrides the built-in one. */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
  builds: readonly string[],
  table: readonly string[] = [],
): Accepted {
  const byId = new Map(acceptances.map((acceptance) => [acceptance.id, acceptance]));
  const ids = new Set(findings.map(({ id }) => id));
  const isExpired = ({ untilBuild }: Acceptance): boolean =>
    untilBuild !== undefined &&
    !builds.every((build) => compareBuilds(build, untilBuild, table) === 'earlier');
  return {
    findings: findings.map((finding) => {
      const found = byId.get(finding.id);
      if (found === undefined || isExpired(found)) return finding;
      const { reason, owner, untilBuild } = found;
      const accepted = {
        reason,
        ...(owner === undefined ? {} : { owner }),
        ...(untilBuild === undefined ? {} : { untilBuild }),
      };
      return { ...finding, accepted };
    }),
    expired: acceptances.filter((acceptance) => ids.has(acceptance.id) && isExpired(acceptance)),
    stale: acceptances.filter((acceptance) => !ids.has(acceptance.id)),
  };
}
