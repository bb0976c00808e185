/**
 * A list of any length of which only what can be seen is in the document. Rows have one height. The list itself takes the focus; the arrow
 * keys, Home, End and the page keys move a row within it, which assistive technology is told (`aria-activedescendant`).
 */
import { el, fill, freshId } from './dom.ts';
import { count } from './words.ts';

export interface VirtualListOptions {
  readonly label: string;
  readonly role: 'listbox' | 'tree';
  readonly rowHeight: number;
  /** Rows that the window shows at most. */
  readonly visibleRows: number;
  readonly row: (index: number) => HTMLElement;
  readonly onActive?: (index: number) => void;
  /** Left, right, Enter and the like on the active row; true where it did something. */
  readonly onKey?: (key: string, index: number) => boolean;
}

const SPARE_ROWS = 6;
/** On paper nobody scrolls: so many rows are drawn, and a line below says how many more there are. */
const PRINTED_ROWS = 200;

export class VirtualList {
  readonly element: HTMLElement;
  readonly #rows: HTMLElement;
  readonly #options: VirtualListOptions;
  readonly #id = freshId('list');
  #count = 0;
  #active = 0;
  #printing = false;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    this.#rows = el('div', { class: 'list-rows', role: 'presentation' });
    this.element = el(
      'div',
      { class: 'list', role: options.role, tabIndex: 0, aria: { label: options.label } },
      this.#rows,
    );
    this.element.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#keyDown(event));
    this.element.addEventListener('mousedown', (event) => this.#mouseDown(event));
    this.element.addEventListener('focus', () => this.#tellActive());
    new ResizeObserver(() => this.#draw()).observe(this.element);
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
  }

  /** Seen on paper only. */
  readonly #more = el('p', { class: 'left-out printed-only' });

  get active(): number {
    return this.#active;
  }

  /** The rows changed: how many there are now, and which one is active. */
  update(count: number, active = this.#active): void {
    this.#count = count;
    this.#active = Math.max(0, Math.min(active, count - 1));
    const { rowHeight, visibleRows } = this.#options;
    this.#rows.style.height = `${count * rowHeight}px`;
    this.element.style.height = `${Math.max(1, Math.min(count, visibleRows)) * rowHeight + 2}px`;
    this.#draw();
  }

  /** Makes a row active and brings it into view. */
  go(index: number, focus = false): void {
    if (this.#count === 0) return;
    this.#active = Math.max(0, Math.min(index, this.#count - 1));
    const { rowHeight } = this.#options;
    const top = this.#active * rowHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight)
      this.element.scrollTop = top + rowHeight - clientHeight;
    this.#draw();
    this.#tellActive();
    if (focus) this.element.focus();
  }

  #draw(): void {
    const { rowHeight, row, role } = this.#options;
    const height = this.element.clientHeight || rowHeight * this.#options.visibleRows;
    const first = this.#printing
      ? 0
      : Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - SPARE_ROWS);
    const room = this.#printing ? PRINTED_ROWS : Math.ceil(height / rowHeight) + SPARE_ROWS * 2;
    const last = Math.min(this.#count, first + room);
    const rows: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) {
      const element = row(index);
      element.classList.add('list-row');
      element.id = `${this.#id}-${index}`;
      element.setAttribute('role', role === 'tree' ? 'treeitem' : 'option');
      element.setAttribute('aria-setsize', String(this.#count));
      element.setAttribute('aria-posinset', String(index + 1));
      element.setAttribute('aria-selected', String(index === this.#active));
      element.dataset['index'] = String(index);
      element.style.height = `${rowHeight}px`;
      element.style.top = `${index * rowHeight}px`;
      rows.push(element);
    }
    this.#rows.replaceChildren(...rows);
    if (this.#count > 0 && this.#active >= first && this.#active < last)
      this.element.setAttribute('aria-activedescendant', `${this.#id}-${this.#active}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #tellActive(): void {
    if (this.#count > 0) this.#options.onActive?.(this.#active);
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#options.rowHeight) - 1);
    const target: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#count - 1,
    };
    const next = target[event.key];
    if (next !== undefined) this.go(next);
    else if (this.#options.onKey?.(event.key, this.#active) !== true) return;
    event.preventDefault();
  }

  #mouseDown(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.list-row') : null;
    const index = Number(row?.dataset['index']);
    if (row !== null && Number.isInteger(index)) this.go(index);
  }

  #print(on: boolean): void {
    this.#printing = on;
    this.element.classList.toggle('list-printing', on);
    this.element.style.height = on ? 'auto' : '';
    const left = on ? Math.max(0, this.#count - PRINTED_ROWS) : 0;
    if (left > 0) {
      fill(this.#more, `and ${count(left, 'more row')}, which the page itself has`);
      this.element.after(this.#more);
    } else this.#more.remove();
    this.#rows.style.height = on ? `${Math.min(this.#count, PRINTED_ROWS) * this.#options.rowHeight}px` : '';
    if (on) this.#draw();
    else this.update(this.#count);
  }
}
