/** Minor or major: told by the builds before and after where the recording has them, else by what the upgrade itself names. */
import type { UpgradeScope } from '../model/detection.ts';
import type { OsVersion } from '../model/trace.ts';
import type { Hit } from './hit.ts';

export interface ScopeFacts {
  readonly before: OsVersion | undefined;
  readonly after: OsVersion | undefined;
  /** How `after` is known. */
  readonly afterFrom: 'the new system' | 'the header of the recording';
}

export interface ScopeAnswer {
  readonly scope: UpgradeScope;
  readonly reason: string;
}

/** Marketing names in signing ids and paths of installers, and the major version behind each. */
const NAMES: Readonly<Record<string, number>> = {
  bigsur: 11,
  monterey: 12,
  ventura: 13,
  sonoma: 14,
  sequoia: 15,
  tahoe: 26,
  goldengate: 27,
};

export function scopeOf(facts: ScopeFacts, hits: readonly Hit[]): ScopeAnswer {
  const { before, after, afterFrom } = facts;
  if (before !== undefined && after !== undefined) {
    const [from, to] = [before, after].map(({ productVersion }) => majorOf(productVersion));
    return {
      scope: from === to ? 'minor' : 'major',
      reason: `${before.productVersion} to ${after.productVersion}, the latter by ${afterFrom}`,
    };
  }
  const labelled = labelIn(hits);
  if (labelled !== undefined) return labelled;
  const target = targetIn(hits);
  if (target === undefined) return { scope: 'unknown', reason: 'nothing names the version it leads to' };
  if (before === undefined)
    return { scope: 'unknown', reason: `it leads to macOS ${target}; what runs now is not known` };
  const own = majorOf(before.productVersion);
  return {
    scope: own === target ? 'minor' : 'major',
    reason: `${before.productVersion} to macOS ${target}, by what was asked for`,
  };
}

function majorOf(productVersion: string): number {
  return Number(productVersion.split('.')[0]);
}

/** `MSU_UPDATE_25C56_patch_26.2_major`, a label that scripts pass on (SUPER). */
function labelIn(hits: readonly Hit[]): ScopeAnswer | undefined {
  for (const { evidence } of hits) {
    const [label, scope] = /MSU_UPDATE_\w+?_[\d.]+_(minor|major)\b/.exec(evidence.object) ?? [];
    if (label !== undefined && (scope === 'minor' || scope === 'major'))
      return { scope, reason: `the label ${label}` };
  }
  return undefined;
}

/** `macOS Tahoe 26.2-25C56` in arguments, `…InstallAssistant.macOSTahoe` or `Install macOS Tahoe.app` of an installer. */
function targetIn(hits: readonly Hit[]): number | undefined {
  for (const { evidence } of hits) {
    const [, version] = /macOS [A-Za-z ]*?(\d{2}(?:\.\d+)*)-\d{2}[A-Z]\d/.exec(evidence.object) ?? [];
    if (version !== undefined) return majorOf(version);
    const [, numbered] = /Install macOS (\d{2})\b/.exec(evidence.actor) ?? [];
    if (numbered !== undefined) return Number(numbered);
    const [, app] = /Install macOS ([A-Za-z ]+?)(?: Beta)?\.app\//.exec(evidence.actor) ?? [];
    const [, id] =
      /^com\.apple\.InstallAssistant\.(?:macOS)?([A-Za-z]+)$/.exec(evidence.signingId ?? '') ?? [];
    const major = NAMES[(app ?? id ?? '').replaceAll(' ', '').toLowerCase()];
    if (major !== undefined) return major;
  }
  return undefined;
}
