/** Folders of a Hive-partitioned table: `method=ota/arch=arm64/build=25C56`. */
import type { RunInfo } from '../model/facts.ts';

/** What Hive writes where a value is not known. */
const UNKNOWN = '__HIVE_DEFAULT_PARTITION__';

/** As Hive's FileUtils.escapePathName: control characters and what means something in a path or a glob, as %XX; also a dot alone. */
export function hiveValue(value: string | undefined): string {
  if (value === undefined || value === '') return UNKNOWN;
  const escaped = value.replace(/[\u0000-\u001f"#%'*/:=?\\\u007f{[\]^ <>|]/g, (character) =>
    percent(character),
  );
  return /^\.+$/.test(escaped) ? escaped.replaceAll('.', '%2E') : escaped;
}

function percent(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** `build`: the one that the upgrade leads to; of a control, the one that runs. */
export function partitionOf(run: Pick<RunInfo, 'method' | 'arch' | 'os' | 'target'>): string {
  const build = run.target?.buildVersion ?? run.os?.buildVersion;
  return `method=${hiveValue(run.method)}/arch=${hiveValue(run.arch)}/build=${hiveValue(build)}`;
}
