/**
 * The one way anything is drawn in the page. Text becomes text nodes and attributes, escaped as in every other report; nothing is ever parsed
 * as markup, which the page's Trusted Types policy would refuse anyway.
 */
import { escapeText } from '../report/escape.ts';

export type Child = Node | string | number | null | undefined | false;

export interface Props {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly role?: string;
  readonly tabIndex?: number;
  readonly hidden?: boolean;
  readonly aria?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  apply(element, props);
  append(element, children);
  if (props.hidden !== undefined) element.hidden = props.hidden;
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Attributes of shapes are numbers and words of ours; text is escaped like all text. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly Child[]
): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, escapeText(String(value)));
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(escapeText(String(child))));
  }
}

/** In place of all that was in it. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

function apply(element: Element, props: Props): void {
  if (props.class !== undefined) element.className = props.class;
  if (props.id !== undefined) element.id = props.id;
  if (props.title !== undefined) element.setAttribute('title', escapeText(props.title));
  if (props.role !== undefined) element.setAttribute('role', props.role);
  if (props.tabIndex !== undefined) element.setAttribute('tabindex', String(props.tabIndex));
  for (const [name, value] of Object.entries(props.aria ?? {}))
    element.setAttribute(`aria-${name}`, escapeText(value));
  for (const [name, value] of Object.entries(props.data ?? {}))
    element.setAttribute(`data-${name}`, escapeText(value));
  for (const [name, listener] of Object.entries(props.on ?? {})) element.addEventListener(name, listener);
}

export function button(label: string, onClick: () => void, props: Props = {}): HTMLButtonElement {
  const element = el('button', { ...props, on: { ...props.on, click: onClick } }, label);
  element.type = 'button';
  return element;
}

let ids = 0;

/** An id that nothing else in the page has. */
export function freshId(stem: string): string {
  ids += 1;
  return `${stem}-${ids}`;
}
