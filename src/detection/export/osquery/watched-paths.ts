/** Files that osquery has to be told to watch. */
import type { FieldTest, Signal } from '../../../model/rules.ts';
import { FIELD_NAMES } from '../../fields.ts';

const FILE_FIELDS = FIELD_NAMES.filter((name) => name === 'file.path' || name === 'file.source');

export interface WatchedPaths {
  readonly folders: readonly string[];
  /** Patterns that begin with anything. */
  readonly unknown: readonly string[];
}

export function watchedPaths(signals: readonly Signal[]): WatchedPaths {
  const tests = signals.flatMap(({ where, anyOf = [] }) =>
    [where, ...anyOf].flatMap((each) => FILE_FIELDS.flatMap((name) => each[name] ?? [])),
  );
  const starts = tests.flatMap(startsOf);
  return {
    folders: unique(starts.filter((start) => start.startsWith('/'))),
    unknown: unique(starts.filter((start) => !start.startsWith('/'))),
  };
}

/** `%%` is osquery's "anything below". */
function startsOf({ equals, in: among = [], prefix, contains, glob }: FieldTest): readonly string[] {
  return [
    ...(equals === undefined ? [] : [equals]),
    ...among,
    ...(prefix === undefined ? [] : [`${prefix}%%`]),
    ...(contains === undefined ? [] : [`*${contains}*`]),
    ...(glob === undefined ? [] : [glob.startsWith('/') ? glob.replace(/[^/]*[*?].*$/s, '%%') : glob]),
  ];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
