/** A part of the page: a heading, a line that says what it shows, its content. */
import { append, el, type Child } from './dom.ts';

export interface SectionInfo {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
}

export function section({ id, title, lead }: SectionInfo, ...children: readonly Child[]): HTMLElement {
  const heading = el('h2', { id: `${id}-title` }, title);
  const part = el('section', { id, class: 'part', aria: { labelledby: `${id}-title` } });
  append(part, [
    el('div', { class: 'part-head' }, heading, lead === undefined ? null : el('p', { class: 'lead' }, lead)),
    ...children,
  ]);
  return part;
}

/** What is not there, and why: never an empty place. */
export function nothing(text: string): HTMLElement {
  return el('p', { class: 'nothing' }, text);
}

/** What was left out of a view. */
export function leftOut(text: string): HTMLElement {
  return el('p', { class: 'left-out' }, text);
}
