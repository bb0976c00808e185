import { fromDocument } from '../baseline/canonical.ts';
import { AppError } from '../errors.ts';
import type { FactSet, FactSetDocument } from '../model/facts.ts';
import { readTextFile } from '../platform/files.ts';
import { validateDocument } from '../schema/validate.ts';
import type { ProfileTraceOptions } from './profile-trace.ts';
import { shellWord } from '../model/shell-word.ts';

/** A baseline of thousands of runs is far smaller. */
const LARGEST_DOCUMENT = 512 * 1024 * 1024;

/** A trace, a profile or a baseline, whichever the file is. Errors: those of reading and checking it. */
export async function loadFactSet(path: string, options: ProfileTraceOptions = {}): Promise<FactSet> {
  if (looksLikeDocument(path)) return readFactSet(path);
  // A comparison of baselines reads no events, and starts sooner without all that does.
  const { profileTrace } = await import('./profile-trace.ts');
  return profileTrace(path, options);
}

/** Profiles and baselines are JSON documents; a trace is never called so. */
export function looksLikeDocument(path: string): boolean {
  return path.endsWith('.json');
}

/** Reads a profile or baseline. Errors: document-invalid, future-version, and those of opening a file. */
export async function readFactSet(path: string): Promise<FactSet> {
  if (/\.(?:zst|partial|jsonl)$/.test(path)) {
    throw new AppError(
      'document-invalid',
      `${path} is called like a trace, and no baseline or profile.`,
      `See its facts: esdrift profile ${shellWord(path)}`,
    );
  }
  const value = parseJson(await readTextFile(path, LARGEST_DOCUMENT), path);
  return fromDocument(checkDocument(value, path), path);
}

function checkDocument(value: unknown, path: string): FactSetDocument {
  const isProfile =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'esdrift.profile';
  return validateDocument(isProfile ? 'profile' : 'baseline', value, path);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError(
      'document-invalid',
      `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      remedyFor(text, path),
      { cause: error },
    );
  }
}

function remedyFor(text: string, path: string): string {
  if (text.includes('<<<<<<<'))
    return 'It holds a merge conflict. Take one side, or make it again: esdrift baseline create TRACE… -o FILE --force';
  if (/^\s*\{[^\n]*"event_type"/.test(text))
    return `It holds eslogger lines. Make it a trace: esdrift trace import ${shellWord(path)}`;
  return 'Make it again: esdrift baseline create TRACE… -o FILE --force';
}
