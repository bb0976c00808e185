/** The EQL is read back by a reader of our own, over events as Elastic Defend reports them, and held against what esdrift itself says. */
import { describe, expect, it } from 'vitest';
import { agentEvents } from './agent-events.ts';
import { matches, readEql } from './eql-engine.ts';
import { bootsOf, exportedFiles, firedHere, RECORDINGS } from './recordings.ts';

const FILES = [...exportedFiles('eql')].map(([id, text]) => ({ id, queries: readEql(text) }));

/** Told as "broader": what is removed in the boot that prepared it looks like a first boot. */
const firedTooOften = (name: string): readonly string[] => (/\.aborted-/.test(name) ? ['first-boot'] : []);

describe('the built-in rules in EQL', () => {
  it.each(RECORDINGS)('%s: what fires here, and nothing that is not told', async (name) => {
    const boots = await bootsOf(name);
    // Boots are not told apart there.
    const events = agentEvents(boots.flat());
    const there = FILES.filter(({ queries }) => queries.some((query) => matches(query, events)));
    const here = [...firedHere(boots), ...firedTooOften(name)];
    const expected = FILES.filter(({ id }) => here.includes(id));
    expect(there.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });
});
