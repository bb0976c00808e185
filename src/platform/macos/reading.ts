import type { ToolResult } from './run-tool.ts';

/** What a question to the Mac gave. A question that fails is recorded as such and never stops a recording. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: UnreadReason; readonly detail: string };

/** `refused`: the tool ended with an error, most often for want of root. `unreadable`: it answered in a form not known here. */
export type UnreadReason = 'missing' | 'refused' | 'timed-out' | 'unreadable';

export function read<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function unread(reason: UnreadReason, detail: string): Reading<never> {
  return { ok: false, reason, detail };
}

export function valueOf<Value>(reading: Reading<Value>): Value | undefined {
  return reading.ok ? reading.value : undefined;
}

const DETAIL_CHARACTERS = 200;

/** The tool's stdout through a parser that answers undefined for a form it does not know. */
export function readingOf<Value>(
  result: ToolResult,
  parse: (stdout: string) => Value | undefined,
): Reading<Value> {
  switch (result.kind) {
    case 'missing':
      return unread('missing', 'the tool is not there');
    case 'not-runnable':
      return unread('missing', result.reason);
    case 'timed-out':
      return unread('timed-out', `no answer in ${result.afterMs} ms`);
    case 'too-much-output':
      return unread('unreadable', `more than ${result.limitBytes} bytes of output`);
    case 'killed':
      return unread('refused', `ended by ${result.signal}`);
    case 'ended': {
      const value = parse(result.stdout);
      if (value !== undefined) return read(value);
      const said = (result.stderr.trim() || result.stdout.trim()).slice(0, DETAIL_CHARACTERS);
      return unread(result.code === 0 ? 'unreadable' : 'refused', said || `exit code ${result.code}`);
    }
  }
}
