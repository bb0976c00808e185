import { el } from './dom.ts';
import { programWords } from './words.ts';

/** A program's name with who signed it. What half of all names begin with stands apart, so that little room can do without it. */
export function programLabel(key: string): HTMLElement {
  const { name, distinct, authority } = programWords(key);
  const prefix = /^com\.apple\.(?=.)/.exec(name)?.[0] ?? '';
  return el(
    'span',
    { class: 'program', title: key },
    el(
      'span',
      { class: 'program-name' },
      prefix === '' ? null : el('span', { class: 'program-prefix' }, prefix),
      name.slice(prefix.length),
    ),
    distinct === '' ? null : el('span', { class: 'program-distinct' }, distinct),
    authority === '' || authority === 'platform'
      ? null
      : el('span', { class: 'program-authority' }, authority),
  );
}
