import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/model/shell-word.ts';

describe('a word of a command to copy', () => {
  it.each([
    'plain/run-1.jsonl.zst',
    'two words.zst',
    "it's",
    '$(touch x)',
    '`id`',
    'a;b',
    '*',
    '~',
    'a\nb',
    '',
  ])('comes out of a shell as it went in: %j', (text) => {
    const out = execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
    expect(out).toBe(text);
  });

  it('is never a flag', () => {
    expect(shellWord('-rf')).toBe('./-rf');
    expect(shellWord('--out x')).toBe("'./--out x'");
  });

  it('stays readable where nothing needs quotes', () => {
    expect(shellWord('traces/macos-26.1-25B78.ota.jsonl.zst')).toBe('traces/macos-26.1-25B78.ota.jsonl.zst');
  });
});
