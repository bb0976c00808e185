/** What the forms of a check say alike of a recording; plain, not yet escaped. */
import type { CheckEntry, CheckOutcome } from '../model/check.ts';

/** Nothing of it was compared, and somebody has to do something about it. */
export const UNJUDGED: readonly CheckOutcome[] = ['unreadable', 'not-comparable', 'no-baseline'];

/** `TRACE: what is said of it`, once where it names the trace by itself. */
export function aboutTrace(trace: string, text: string): string {
  return text.startsWith(trace) ? text : `${trace}: ${text}`;
}

export function notesText({ trace, notes }: CheckEntry): string {
  return aboutTrace(trace, notes.join(' '));
}
