import { describe, expect, it } from 'vitest';
import { hunkOf } from '../../src/report/drift-hunk.ts';

const drawn = (
  change: 'arguments-changed' | 'program-moved',
  before: string,
  after: string,
  columns = 60,
): readonly string[] => hunkOf({ change, before, after }, columns).map(({ sign, text }) => `${sign} ${text}`);

describe('a hunk', () => {
  it('shows argument vectors part by part, with what is near', () => {
    const was = ['tool', '-a', '-b', '-c', '-d', '-e', '--old'];
    const is = ['tool', '-a', '-b', '-c', '-d', '-e', '--new'];
    expect(drawn('arguments-changed', JSON.stringify(was), JSON.stringify(is))).toEqual([
      '  … 4 more',
      '  -d',
      '  -e',
      '- --old',
      '+ --new',
    ]);
  });

  it('shows both sides whole where too much changed to be drawn', () => {
    const long = (mark: string): string =>
      JSON.stringify(Array.from({ length: 60 }, (_, n) => `${mark}${n}`));
    expect(drawn('arguments-changed', long('a'), long('b')).map((text) => text.slice(0, 7))).toEqual([
      '- ["a0"',
      '+ ["b0"',
    ]);
  });

  it('leaves out what two long paths share, so that the difference is seen', () => {
    const [was, is] = ['old', 'new'].map(
      (name) => `/System/Library/PrivateFrameworks/Some.framework/${name}/Versions/A/Resources/tool`,
    );
    expect(drawn('program-moved', was ?? '', is ?? '', 40)).toEqual(['- …/old/…', '+ …/new/…']);
  });

  it('escapes what is hostile', () => {
    expect(drawn('program-moved', '/a\u001b[31m', '/b')).toEqual(['- /a\\u{1b}[31m', '+ /b']);
  });

  it('is empty where the sentence says it all', () => {
    expect(hunkOf({ change: 'program-added', before: null, after: '/x' }, 60)).toEqual([]);
    expect(hunkOf({ change: 'program-reparented', before: 'a', after: 'b' }, 60)).toEqual([]);
  });
});
