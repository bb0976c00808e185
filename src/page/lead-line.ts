/** How long a rule fired before the restart: a bar on the scale of the longest, and in words. */
import { el } from './dom.ts';

export function leadLine(leadMs: number, longestMs: number, words: string): HTMLElement {
  const bar = el('span', { class: 'lead-bar', aria: { hidden: 'true' } });
  bar.style.width = `${Math.max(1, (Math.max(0, leadMs) / longestMs) * 100)}%`;
  return el('div', { class: 'lead-line' }, bar, el('span', {}, words));
}
