import { describe, expect, it } from 'vitest';
import { compareBuilds } from '../../src/model/os-build.ts';

describe('compareBuilds', () => {
  it.each([
    ['25C56', '25C56', 'same'],
    ['25B78', '25C56', 'earlier'],
    ['24G90', '25B78', 'earlier'],
    ['25C5031i', '25C56', 'earlier'],
    ['25C5031i', '25B78', 'later'],
    ['25C5031i', '25C5037c', 'earlier'],
    ['25C5031a', '25C5031b', 'earlier'],
    ['25D100', '25D20', 'later'],
    ['24B2083', '24B83', 'unknown'],
    ['25D771280a', '25D125', 'unknown'],
    ['not a build', '25D125', 'unknown'],
  ] as const)('%s to %s: %s', (a, b, order) => {
    expect(compareBuilds(a, b)).toBe(order);
    const back = { earlier: 'later', later: 'earlier', same: 'same', unknown: 'unknown' } as const;
    expect(compareBuilds(b, a)).toBe(back[order]);
  });

  it('follows a table where it names both', () => {
    expect(compareBuilds('24B83', '24B2083', ['24B83', '24B2083'])).toBe('earlier');
    expect(compareBuilds('25D20', '25D10', ['25D20', '25D10'])).toBe('earlier');
  });
});
