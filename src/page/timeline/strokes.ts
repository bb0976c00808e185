/** What both canvases of a timeline are drawn with. */
import type { PageRecording } from '../../model/page.ts';
import { xOf, type Geometry } from './geometry.ts';
import type { Palette } from './palette.ts';

export const FONT = '12px ui-sans-serif, system-ui, sans-serif';
export const SMALL = '11px ui-sans-serif, system-ui, sans-serif';

/** Sized for the screen's pixels, cleared. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** Blind windows are hatched, in the rows of programs shaded; lost events are marked by a bar with teeth. */
export function paintTrouble(
  context: CanvasRenderingContext2D,
  { blindWindows, gaps }: PageRecording,
  top: number,
  height: number,
  geometry: Geometry,
  palette: Palette,
  how: 'hatch' | 'shade',
): void {
  for (const { fromMs, toMs } of blindWindows) {
    const x0 = Math.max(geometry.gutter, xOf(fromMs, geometry));
    const x1 = Math.min(geometry.width, xOf(toMs, geometry));
    if (x1 <= x0) continue;
    if (how === 'hatch') hatch(context, x0, top, Math.max(2, x1 - x0), height, palette.blind);
    else {
      context.fillStyle = palette.shade;
      context.fillRect(x0, top, Math.max(2, x1 - x0), height + 1);
    }
  }
  context.fillStyle = palette.gap;
  for (const { fromMs, toMs } of gaps) {
    const [x0, x1] = [xOf(fromMs, geometry), xOf(toMs, geometry)];
    if (x1 < geometry.gutter || x0 > geometry.width) continue;
    context.fillRect(x0, top, Math.max(2, x1 - x0), 3);
    context.fillRect(x0, top, 2, height);
    context.fillRect(Math.max(x0, x1 - 2), top, 2, height);
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = Math.floor(x / 7) * 7 - height; at < x + width; at += 7) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.strokeRect(x + 0.5, y - 1, width - 1, height + 2);
  context.restore();
}

export function clip(context: CanvasRenderingContext2D, { gutter, width }: Geometry, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(gutter - 4, 0, width - gutter + 4, 100_000);
  context.clip();
  draw();
  context.restore();
}

/** Cut in the middle, where names differ least. */
export function fit(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let keep = text.length;
  while (keep > 1) {
    keep = Math.floor(keep * 0.9);
    const tail = Math.floor(keep / 2);
    const cut = `${text.slice(0, keep - tail)}…${tail === 0 ? '' : text.slice(-tail)}`;
    if (context.measureText(cut).width <= room) return cut;
  }
  return '';
}

export function fitEnd(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let keep = text.length - 1;
  while (keep > 0 && context.measureText(`${text.slice(0, keep)}…`).width > room) keep -= 1;
  return keep === 0 ? '' : `${text.slice(0, keep)}…`;
}
