/** What a check says of acceptances over all its recordings, and what it leaves for review. */
import { join } from 'node:path';
import type { Acceptance } from '../model/acceptance.ts';
import type { PendingFile } from '../model/check.ts';
import type { DriftReport } from '../model/drift.ts';
import { ensureFolder } from '../platform/folder.ts';
import type { CheckedRecording } from './check-recording.ts';
import { pendingOf, pendingPath, readPending, writePending } from './pending-file.ts';
import { shellWord } from '../model/shell-word.ts';

interface Comparison {
  readonly recording: string;
  readonly report: DriftReport;
}

/** Comparisons by the baseline's path. One that was refused says nothing about findings. */
function byBaseline(checked: readonly CheckedRecording[]): ReadonlyMap<string, readonly Comparison[]> {
  const compared = new Map<string, Comparison[]>();
  for (const { entry, report } of checked) {
    if (report === undefined || entry.baseline === null || entry.outcome === 'not-comparable') continue;
    const known = compared.get(entry.baseline) ?? [];
    compared.set(entry.baseline, known);
    known.push({ recording: entry.trace, report });
  }
  return compared;
}

/** Stale is what no recording matches; ended is what at least one is past. */
export function acceptanceWarnings(checked: readonly CheckedRecording[]): readonly string[] {
  return [...byBaseline(checked)].flatMap(([baseline, comparisons]) => {
    const lists = comparisons.map(({ report }) => report.acceptance);
    const inAll = (lists[0]?.stale ?? []).filter(({ id }) =>
      lists.every(({ stale }) => stale.some((other) => other.id === id)),
    );
    return [
      ...unique(lists.flatMap(({ expired }) => expired)).map(
        ({ id, untilBuild = '' }) =>
          `The acceptance of ${id} beside ${baseline} ended with build ${untilBuild}: it counts again.`,
      ),
      ...unique(lists.flatMap(({ undated }) => undated)).map(
        ({ id, untilBuild = '' }) =>
          `Whether the acceptance of ${id} beside ${baseline} has ended with build ${untilBuild} is not known: it counts again.`,
      ),
      ...inAll.map(
        ({ id, subject }) =>
          `The acceptance of ${id} beside ${baseline} matches nothing any more (${subject}): esdrift baseline accept ${shellWord(baseline)} ${shellWord(id)} --forget`,
      ),
    ];
  });
}

function unique(acceptances: readonly Acceptance[]): readonly Acceptance[] {
  return [...new Map(acceptances.map((acceptance) => [acceptance.id, acceptance])).values()];
}

/** One file for each baseline that was compared with; none where no folder is configured. Errors: those of reading and writing. */
export async function leavePending(
  checked: readonly CheckedRecording[],
  folder: string | undefined,
  home: string,
): Promise<readonly PendingFile[]> {
  if (folder === undefined) return [];
  const files: PendingFile[] = [];
  for (const [baseline, comparisons] of byBaseline(checked)) {
    const path = pendingPath(baseline, join(home, folder));
    const pending = pendingOf(baseline, comparisons, await readPending(path));
    await ensureFolder(join(home, folder));
    await writePending(path, pending);
    if (pending.findings.length > 0) files.push({ baseline, path, findings: pending.findings.length });
  }
  return files;
}
