/** Colours of the canvas, from the style sheet: one place decides them for light, dark and paper. */
export interface Palette {
  readonly ink: string;
  readonly dim: string;
  readonly line: string;
  /** Behind every second recording of a row. */
  readonly track: string;
  readonly band: string;
  readonly bandText: string;
  readonly blind: string;
  readonly shade: string;
  readonly gap: string;
  readonly start: string;
  readonly end: string;
  readonly file: string;
  readonly other: string;
  readonly focus: string;
  readonly paper: string;
}

const NAMES = [
  'ink',
  'dim',
  'line',
  'track',
  'band',
  'bandText',
  'blind',
  'shade',
  'gap',
  'start',
  'end',
  'file',
  'other',
  'focus',
  'paper',
] as const;

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const entries = NAMES.map((name) => [name, style.getPropertyValue(`--t-${name}`).trim()] as const);
  return Object.fromEntries(entries) as Record<(typeof NAMES)[number], string>;
}
