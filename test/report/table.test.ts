import { describe, expect, it } from 'vitest';
import { tableLines } from '../../src/report/table.ts';

const HEAD = ['signal', 'score', 'held by'];
const ROWS = [
  ['launch platform:com.apple.xpc.launchd platform:com.apple.softwareupdate', '0.33', 'signing id 1'],
  ['program a', '0.3', '–'],
];

describe('a table', () => {
  it('has a line for each row where all of it fits', () => {
    expect(tableLines(HEAD, ROWS.slice(1), 40)).toEqual(['signal     score  held by', 'program a  0.3    –']);
  });

  it('names each row on a line of its own where the names would have to give way', () => {
    expect(tableLines(HEAD, ROWS, 80)).toEqual([
      'signal',
      '  score  held by',
      'launch platform:com.apple.xpc.launchd platform:com.apple.softwareupdate',
      '  0.33   signing id 1',
      'program a',
      '  0.3    –',
    ]);
  });

  it('cuts a name that is longer than the line in its middle', () => {
    const [, , name] = tableLines(HEAD, ROWS, 40);
    expect(name).toHaveLength(40);
    expect(name).toMatch(/^launch .*….*softwareupdate$/);
  });
});
