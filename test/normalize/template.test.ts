import { describe, expect, it } from 'vitest';
import { covers, escapeBraces, parseTemplate } from '../../src/normalize/template.ts';

describe('a template', () => {
  it('tells a literal brace from a hole', () => {
    expect(parseTemplate('a{{uuid}}{uuid}{{{n}}}')).toEqual([
      { literal: 'a' },
      { literal: '{' },
      { literal: 'uuid' },
      { literal: '}' },
      { hole: 'uuid' },
      { literal: '{' },
      { hole: 'n' },
      { literal: '}' },
    ]);
    expect(escapeBraces('{uuid}')).toBe('{{uuid}}');
  });
});

describe('covers', () => {
  it.each([
    ['/tmp/{any}', '/tmp/x'],
    ['/tmp/{any}', '/tmp/x-{uuid}.plist'],
    ['/a/{below}', '/a/b/{n}/c'],
    ['/a/{any}/c', '/a/{hash}/c'],
    ['/x/{hash}.asset', '/x/deadbeef.asset'],
    ['/x/{hash}', '/x/{n}'],
    ['/x/Update.plist.{tmp}', '/x/Update.plist.qwzkfj'],
    ['/x/{n}.{n}.xpc', '/x/1.22.xpc'],
    ['/x/{tmp}{tmp}y', '/x/abcdefy'],
    ['/x/{{{uuid}}}', '/x/{{{uuid}}}'],
  ])('%s stands for %s', (general, specific) => {
    expect(covers(general, specific)).toBe(true);
  });

  it.each([
    ['/tmp/{any}', '/tmp/x/y'],
    ['/tmp/{any}', '/tmp/'],
    ['/tmp/x', '/tmp/{any}'],
    ['/x/{n}', '/x/{hash}'],
    ['/x/{n}', '/x/y1'],
    ['/x/{hash}', '/x/{{hash}}'],
    ['/x/{any}.y', '/x/a.z'],
    ['{script}', 'echo'],
    ['*', 'anything'],
    ['/x/{any', '/x/y'],
  ])('%s does not stand for %s', (general, specific) => {
    expect(covers(general, specific)).toBe(false);
  });

  it('takes no longer for a template made to be slow', () => {
    expect(covers(`${'{tmp}.'.repeat(60)}!`, 'a.'.repeat(2000))).toBe(false);
  });
});
