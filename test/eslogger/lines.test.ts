import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTypeAt, forEachLine } from '../../src/eslogger/lines.ts';
import { line } from './line-builder.ts';

function linesOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const lines: string[] = [];
  forEachLine(bytes, (start, end) => lines.push(bytes.toString('utf8', start, end)));
  return lines;
}

function typeOf(text: string): string | undefined {
  const bytes = Buffer.from(text);
  return eventTypeAt(bytes, 0, bytes.length);
}

describe('lines', () => {
  it('end in LF or CRLF, or with the input; empty ones are none', () => {
    expect(linesOf('a\nb\r\n\n\r\nc')).toEqual(['a', 'b', 'c']);
    expect(linesOf('')).toEqual([]);
    expect(linesOf('\n\n')).toEqual([]);
  });

  it('are what a split makes of them', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zé]{0,4}$/)), (parts) => {
        expect(linesOf(parts.join('\n'))).toEqual(parts.filter((part) => part !== ''));
      }),
    );
  });
});

describe('the byte scan for the event type', () => {
  it('finds the key under `event`', () => {
    expect(typeOf(line({ type: 'rename' }))).toBe('rename');
  });

  it('is not fooled by text that looks like it', () => {
    expect(typeOf(line({ type: 'exec', event: { args: ['"event":{"exit":{}}'] } }))).toBe('exec');
  });

  it('does not decide where the line is written otherwise, or has the marker twice', () => {
    expect(
      typeOf(JSON.stringify(JSON.parse(line({ type: 'exec' })), null, 1).replaceAll('\n', '')),
    ).toBeUndefined();
    expect(typeOf(line({ type: 'exec', event: { entitlements: { event: { exit: {} } } } }))).toBeUndefined();
    expect(typeOf('{"event":{"a\\u0062":{}}}')).toBeUndefined();
    expect(typeOf('')).toBeUndefined();
  });

  it('stays within its line', () => {
    const two = Buffer.from(`{"no":1}\n${line({ type: 'exec' })}`);
    expect(eventTypeAt(two, 0, 8)).toBeUndefined();
  });
});
