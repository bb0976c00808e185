import { basename, join } from 'node:path';
import { serializeFactSet, toDocument } from '../baseline/canonical.ts';
import { AppError } from '../errors.ts';
import type { ProfileDocument } from '../model/baseline-view.ts';
import type { FactSet } from '../model/facts.ts';
import type { OnProgress } from '../model/progress.ts';
import { checkOutputPath, writeFileSafely } from '../platform/files.ts';
import { kindOfPath } from '../platform/path-kind.ts';
import { chooseRules, rulesToKeep } from './chosen-rules.ts';
import { profileTrace } from './profile-trace.ts';
import { Reading } from './reading.ts';

export interface ProfileFilesOptions {
  readonly traces: readonly string[];
  /** A folder for profiles named after their traces, or, for one trace, a file. Absent: the profile is only returned. */
  readonly out?: string | undefined;
  readonly force: boolean;
  readonly control: boolean;
  readonly strict: boolean;
  /** File of detection rules to keep outcomes of, beside the built-in ones. */
  readonly rules?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface ProfileFiles {
  /** One a trace, in the order given; `path` where it was written. */
  readonly profiles: readonly {
    readonly trace: string;
    readonly path: string | undefined;
    readonly profile: FactSet;
    readonly text: string;
  }[];
}

/** Profiles traces one at a time. Errors: those of profileTrace; output-exists before any work is done. */
export async function profileFiles(options: ProfileFilesOptions): Promise<ProfileFiles> {
  const { traces, force, control, strict, onProgress } = options;
  if (traces.length === 0) {
    throw new AppError(
      'nothing-to-compare',
      'No trace was named.',
      'Name traces: esdrift profile TRACE… --out FOLDER',
    );
  }
  const targets = await targetsOf(options);
  for (const target of targets) if (target !== undefined) await checkOutputPath(target, { force });
  const rules = rulesToKeep(await chooseRules({ named: options.rules }));
  const profiles: ProfileFiles['profiles'][number][] = [];
  const reading = await Reading.of(traces, onProgress);
  for (const [index, trace] of traces.entries()) {
    reading.begin(trace);
    const profile = await profileTrace(trace, { control, strict, rules, onBytes: reading.add });
    const text = serializeFactSet(profile);
    const path = targets[index];
    if (path !== undefined) await writeFileSafely(path, text, { force });
    profiles.push({ trace, path, profile, text });
  }
  return { profiles };
}

async function targetsOf({ traces, out }: ProfileFilesOptions): Promise<readonly (string | undefined)[]> {
  if (out === undefined) {
    if (traces.length === 1) return [undefined];
    throw new AppError(
      'usage',
      'Several profiles do not go to standard output.',
      'Name a folder: --out FOLDER',
    );
  }
  if ((await kindOfPath(out)) === 'directory')
    return distinctTargets(traces.map((trace) => join(out, profileName(trace))));
  if (traces.length === 1 && !out.endsWith('/')) return [out];
  throw new AppError(
    'usage',
    traces.length === 1
      ? `${out} is no folder.`
      : `${out} is no folder, and ${traces.length} profiles need one.`,
    `Create it: mkdir -p ${out}`,
  );
}

function profileName(trace: string): string {
  return `${basename(trace).replace(/(?:\.partial|\.zst|\.jsonl?)+$/, '')}.profile.json`;
}

function distinctTargets(targets: readonly string[]): readonly string[] {
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice === undefined) return targets;
  throw new AppError(
    'usage',
    `Two traces would both be written to ${twice}.`,
    'Profile them into different folders.',
  );
}

/** The profile that was not written to a file, or else the list of those that were. */
export function profileDocument({ profiles }: ProfileFiles): ProfileDocument {
  const [first] = profiles;
  if (first !== undefined && first.path === undefined) return toDocument(first.profile);
  return {
    kind: 'esdrift.profiles-written',
    formatVersion: 1,
    profiles: profiles.map(({ trace, path = '', profile, text }) => ({
      trace,
      path,
      bytes: Buffer.byteLength(text),
      events: profile.runs[0]?.events ?? 0,
      facts: profile.facts.length,
    })),
  };
}
