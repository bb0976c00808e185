/** Paths that differ in one part from run to run: a name that somebody draws anew, and no template rule knows yet. */
import type { ProgramKey } from '../model/facts.ts';
import { covers } from '../normalize/template.ts';
import { byCodeUnit, factsOf, keyPart, type Side } from './side.ts';
import { supportOf } from './support.ts';

const ENOUGH_RUNS = 2;

/** For each program the templates that would unite paths it changes in one run only, the one that unites most of them first. */
export function drawnPaths(side: Side): ReadonlyMap<ProgramKey, readonly string[]> {
  const patterns = new Map<ProgramKey, Map<string, Set<number>>>();
  for (const fact of factsOf(side, 'file')) {
    if (supportOf(fact, side.judged).seenIn !== 1) continue;
    const program = keyPart(fact, 0);
    const own = patterns.get(program) ?? new Map<string, Set<number>>();
    patterns.set(program, own);
    const run = side.judged.find((index) => (fact.counts[index] ?? 0) > 0) ?? -1;
    for (const pattern of withOneHole(keyPart(fact, 2))) {
      const runs = own.get(pattern) ?? new Set<number>();
      own.set(pattern, runs);
      runs.add(run);
    }
  }
  return new Map(
    [...patterns].map(([program, own]) => [
      program,
      [...own]
        .filter(([, runs]) => runs.size >= ENOUGH_RUNS)
        .sort(([a, runsA], [b, runsB]) => runsB.size - runsA.size || byCodeUnit(a, b))
        .map(([pattern]) => pattern),
    ]),
  );
}

/** The first of `templates` that covers a path, or a folder, which one of the subjects is about. */
export function uniting(templates: readonly string[], subjects: readonly string[]): string | null {
  const paths = subjects.flatMap((subject) => / (\/.*)$/.exec(subject)?.[1] ?? []);
  const about = (template: string, path: string): boolean =>
    covers(template.split('/').slice(0, path.split('/').length).join('/'), path);
  return templates.find((template) => paths.some((path) => about(template, path))) ?? null;
}

/** The path with each of its literal parts, in turn, as a hole. */
function withOneHole(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.flatMap((part, index) =>
    part === '' || part.startsWith('{') ? [] : [parts.with(index, '{any}').join('/')],
  );
}
