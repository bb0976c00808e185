/** Detection rules in the language of another tool, as files. */
import { join } from 'node:path';
import { exportRules } from '../detection/export/export-rules.ts';
import type { ExportFile } from '../detection/export/exporter.ts';
import { AppError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { nearest } from '../model/nearest.ts';
import type { ExportedFile, ExportTarget, RulesExported } from '../model/rules-export.ts';
import type { Rule, RuleSet } from '../model/rules.ts';
import { PRODUCER } from '../model/version.ts';
import { checkOutputPath, writeFileSafely } from '../platform/files.ts';
import { ensureFolder } from '../platform/folder.ts';
import { kindOfPath } from '../platform/path-kind.ts';

export interface SignalExportOptions {
  readonly target: ExportTarget;
  readonly rules: RuleSet;
  /** Ids of those that are wanted; none: all. */
  readonly only: readonly string[];
  readonly isStrict: boolean;
  /** A file, or a folder: one that is there, or whose name ends with a slash. Undefined: nothing is written. */
  readonly out: string | undefined;
  readonly force: boolean;
}

/** Errors: usage for a rule that is not there; output-exists without `force`, output-unwritable. */
export async function exportSignals(options: SignalExportOptions): Promise<RulesExported> {
  const { target, rules: set, out, force, isStrict } = options;
  const rules = wanted(set, options.only);
  const folder = out === undefined ? undefined : await folderOf(out);
  const exported = exportRules(target, { set, rules, isStrict, isSplit: folder !== undefined });
  const files = exported.files.map(({ name, text }) => ({
    name,
    path: folder === undefined ? (out ?? null) : join(folder, name),
    text,
  }));
  if (folder !== undefined && files.length > 0) await ensureFolder(folder);
  await writeAll(files, force);
  return {
    kind: 'esdrift.rules-exported',
    formatVersion: 1,
    producer: PRODUCER,
    target,
    ruleSet: set.name,
    rules: exported.rules,
    general: exported.general,
    files,
  };
}

/** A rule that was named and cannot be had is not "done"; nor is nothing at all. */
export function exitOfExport({ rules, files }: RulesExported, only: readonly string[]): ExitCode {
  const isMissing = rules.some(({ id, refused }) => refused !== null && only.includes(id));
  return isMissing || files.length === 0 ? EXIT.inconclusive : EXIT.ok;
}

function wanted(set: RuleSet, only: readonly string[]): readonly Rule[] {
  const ids = set.rules.map(({ id }) => id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    const near = nearest(unknown, ids);
    throw new AppError(
      'usage',
      `No rule is called ${unknown}.`,
      near === undefined ? `It has ${ids.join(', ')}.` : `Did you mean ${near}?`,
    );
  }
  return only.length === 0 ? set.rules : set.rules.filter(({ id }) => only.includes(id));
}

async function folderOf(out: string): Promise<string | undefined> {
  return out.endsWith('/') || (await kindOfPath(out)) === 'directory' ? out : undefined;
}

/** All names are looked at before the first is written. */
async function writeAll(files: readonly (ExportFile & ExportedFile)[], force: boolean): Promise<void> {
  const named = files.flatMap(({ path, text }) => (path === null ? [] : [{ path, text }]));
  for (const { path } of named) await checkOutputPath(path, { force });
  for (const { path, text } of named) await writeFileSafely(path, text, { force });
}
