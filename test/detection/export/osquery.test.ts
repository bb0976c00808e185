/** The SQL is run on SQLite, over tables filled as osquery fills them, and held against what esdrift itself says. */
import { describe, expect, it } from 'vitest';
import { OsqueryTables } from './osquery-tables.ts';
import { bootsOf, exportedFiles, firedHere, RECORDINGS, type Boot } from './recordings.ts';

const QUERIES = exportedFiles('osquery');

function firedThere(boots: readonly Boot[]): ReadonlySet<string> {
  return new Set(
    boots.flatMap((boot) => {
      using tables = new OsqueryTables(boot);
      return [...QUERIES].filter(([, sql]) => tables.query(sql).length > 0).map(([id]) => id);
    }),
  );
}

describe('the built-in rules in osquery', () => {
  it.each(RECORDINGS)('%s: what fires here, and nothing else', async (name) => {
    const boots = await bootsOf(name);
    const there = firedThere(boots);
    const here = firedHere(boots).filter((id) => QUERIES.has(id));
    expect(here.filter((id) => !there.has(id))).toEqual([]);
    expect([...there].filter((id) => !here.includes(id))).toEqual([]);
  });
});
