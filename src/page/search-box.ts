import { el, freshId } from './dom.ts';

export interface Control {
  readonly element: HTMLElement;
  readonly clear: () => void;
}

/** Words that all must occur, in any order. */
export function searchBox(label: string, onChange: (words: readonly string[]) => void): Control {
  const id = freshId('search');
  const input = el('input', { id });
  input.type = 'search';
  input.spellcheck = false;
  input.autocomplete = 'off';
  input.placeholder = 'Words in any order';
  input.addEventListener('input', () =>
    onChange(
      input.value
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ''),
    ),
  );
  const caption = el('label', {}, label);
  caption.htmlFor = id;
  return {
    element: el('span', { class: 'control control-search' }, caption, input),
    clear: () => {
      input.value = '';
    },
  };
}
