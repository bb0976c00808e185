/** Where times and rows are in the pixels of a timeline. */
import type { TimeWindow } from './window.ts';

export const LANE_HEIGHT = 30;
const GUTTER = 210;
export const AXIS_HEIGHT = 22;
export const BAND_HEIGHT = 30;
const NARROW_GUTTER = 120;

export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly window: TimeWindow;
}

export function gutterOf(width: number): number {
  return width < 640 ? NARROW_GUTTER : GUTTER;
}

export function xOf(ms: number, { width, gutter, window }: Geometry): number {
  return gutter + ((ms - window.fromMs) / (window.toMs - window.fromMs)) * (width - gutter);
}

export function msAt(x: number, { width, gutter, window }: Geometry): number {
  return window.fromMs + ((x - gutter) / (width - gutter)) * (window.toMs - window.fromMs);
}
