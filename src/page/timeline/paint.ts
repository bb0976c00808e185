/** Draws a timeline on two canvases: above, what each recording is (phases, segments, blind windows, lost events); below, the programs. */
import type { PageRecording } from '../../model/page.ts';
import { safe } from '../words.ts';
import { firstAt, shapeOf, type Lane, type Shape, type Track } from './lanes.ts';
import type { Palette } from './palette.ts';
import { tickLabel, ticks, type TimeWindow } from './window.ts';

export const LANE_HEIGHT = 30;
const GUTTER = 210;
export const AXIS_HEIGHT = 22;
export const BAND_HEIGHT = 30;
const NARROW_GUTTER = 120;
const LONGEST_NAME = 200;
/** A phase with less room for its name is told by the pointer alone. */
const LEAST_LABEL = 34;

export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly window: TimeWindow;
}

export interface Focus {
  readonly lane: number;
  readonly track: number;
  /** Position in the track's entries. */
  readonly at: number;
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

const FONT = '12px ui-sans-serif, system-ui, sans-serif';
const SMALL = '11px ui-sans-serif, system-ui, sans-serif';

export function paintBands(
  context: CanvasRenderingContext2D,
  recordings: readonly PageRecording[],
  titles: readonly string[],
  geometry: Geometry,
  palette: Palette,
): void {
  context.textBaseline = 'middle';
  paintAxis(context, geometry, palette);
  recordings.forEach((recording, index) => {
    const top = AXIS_HEIGHT + index * BAND_HEIGHT;
    context.font = FONT;
    context.fillStyle = palette.ink;
    context.fillText(fit(context, titles[index] ?? '', geometry.gutter - 12), 0, top + BAND_HEIGHT / 2);
    clip(context, geometry, () => {
      paintPhases(context, recording, top + 3, geometry, palette);
      paintTrouble(context, recording, top + 3, BAND_HEIGHT - 6, geometry, palette, 'hatch');
    });
  });
}

function paintAxis(context: CanvasRenderingContext2D, geometry: Geometry, palette: Palette): void {
  const { width, gutter, window } = geometry;
  const marks = ticks(window, Math.max(2, Math.floor((width - gutter) / 90)));
  const step = (marks[1] ?? 0) - (marks[0] ?? 0);
  context.font = SMALL;
  context.fillStyle = palette.dim;
  context.strokeStyle = palette.line;
  context.beginPath();
  for (const ms of marks) {
    const x = Math.round(xOf(ms, geometry)) + 0.5;
    context.moveTo(x, AXIS_HEIGHT - 5);
    context.lineTo(x, AXIS_HEIGHT);
    const label = tickLabel(ms, step);
    if (x + context.measureText(label).width + 4 < width) context.fillText(label, x + 3, AXIS_HEIGHT / 2 - 2);
  }
  context.stroke();
}

function paintPhases(
  context: CanvasRenderingContext2D,
  { phases, endMs, segments }: PageRecording,
  top: number,
  geometry: Geometry,
  palette: Palette,
): void {
  const height = BAND_HEIGHT - 6;
  for (const { startMs, endMs: end } of segments) {
    const [x0, x1] = [xOf(startMs, geometry), xOf(end, geometry)];
    context.strokeStyle = palette.line;
    context.strokeRect(x0 + 0.5, top + 0.5, Math.max(1, x1 - x0 - 1), height - 1);
  }
  const ordered = phases.toSorted((a, b) => a.offsetMs - b.offsetMs);
  context.font = SMALL;
  ordered.forEach(({ phase, offsetMs }, index) => {
    const x0 = Math.max(xOf(offsetMs, geometry), geometry.gutter - 4);
    const x1 = xOf(ordered[index + 1]?.offsetMs ?? endMs, geometry);
    if (x1 < geometry.gutter || x0 > geometry.width) return;
    context.fillStyle = palette.band;
    context.fillRect(x0, top, Math.max(1, x1 - x0 - 1), height);
    context.fillStyle = palette.bandText;
    context.fillRect(x0, top, 2, height);
    const room = x1 - x0 - 8;
    if (room > LEAST_LABEL) context.fillText(fitEnd(context, phase, room), x0 + 6, top + height / 2);
  });
}

/** Blind windows are hatched, in the rows of programs shaded; lost events are marked by a bar with teeth. */
function paintTrouble(
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

export function paintLanes(
  context: CanvasRenderingContext2D,
  lanes: readonly Lane[],
  scroll: number,
  geometry: Geometry,
  palette: Palette,
  focus: Focus | undefined,
): void {
  const { width, height, gutter } = geometry;
  context.textBaseline = 'middle';
  const first = Math.max(0, Math.floor(scroll / LANE_HEIGHT));
  const last = Math.min(lanes.length, Math.ceil((scroll + height) / LANE_HEIGHT));
  for (let row = first; row < last; row += 1) {
    const lane = lanes[row];
    if (lane === undefined) continue;
    const top = row * LANE_HEIGHT - scroll;
    context.strokeStyle = palette.line;
    context.beginPath();
    context.moveTo(0, Math.round(top + LANE_HEIGHT) - 0.5);
    context.lineTo(width, Math.round(top + LANE_HEIGHT) - 0.5);
    context.stroke();
    context.font = lane.part ? `600 ${FONT}` : FONT;
    context.fillStyle = lane.part ? palette.ink : palette.dim;
    context.fillText(
      fit(context, safe(lane.name.replace(/^com\.apple\./, '').slice(0, LONGEST_NAME)), gutter - 12),
      0,
      top + LANE_HEIGHT / 2,
    );
    const trackHeight = (LANE_HEIGHT - 6) / lane.tracks.length;
    clip(context, geometry, () => {
      lane.tracks.forEach((track, index) => {
        const y = top + 3 + index * trackHeight;
        if (index > 0) {
          context.fillStyle = palette.track;
          context.fillRect(gutter, y - 1, width - gutter, trackHeight);
        }
        paintTrouble(context, track.recording, y, trackHeight - 1, geometry, palette, 'shade');
        paintTrack(context, track, y, trackHeight - 2, geometry, palette);
        if (focus?.lane === row && focus.track === index)
          paintFocus(context, track, focus.at, y, trackHeight - 2, geometry, palette);
      });
    });
  }
}

/** Entries that would fall on the same column of pixels are drawn once: the cost follows the width, not the number of events. */
function paintTrack(
  context: CanvasRenderingContext2D,
  track: Track,
  top: number,
  height: number,
  geometry: Geometry,
  palette: Palette,
): void {
  const { entries } = track.recording;
  const drawn: Record<Shape, number> = { start: -9, end: -9, file: -9, other: -9 };
  for (let at = firstAt(track, geometry.window.fromMs); at < track.entries.length; at += 1) {
    const index = track.entries[at] ?? -1;
    const offsetMs = entries.offsetMs[index] ?? 0;
    if (offsetMs > geometry.window.toMs) break;
    const x = Math.round(xOf(offsetMs, geometry));
    const shape = shapeOf(entries, index);
    if (x === drawn[shape]) continue;
    drawn[shape] = x;
    const forMs = entries.forMs[index] ?? 0;
    paintEntry(context, shape, x, Math.round(xOf(offsetMs + forMs, geometry)), top, height, palette);
  }
}

/** Each kind has a form of its own, so that colour only helps. */
function paintEntry(
  context: CanvasRenderingContext2D,
  shape: Shape,
  x: number,
  x1: number,
  top: number,
  height: number,
  palette: Palette,
): void {
  context.fillStyle = palette[shape];
  switch (shape) {
    case 'start':
      context.fillRect(x, top, 1.5, height);
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x + 6, top + height / 2);
      context.lineTo(x, top + height);
      context.fill();
      break;
    case 'end':
      context.fillRect(x, top, 1.5, height);
      context.fillRect(x - 4, top, 5, 1.5);
      context.fillRect(x - 4, top + height - 1.5, 5, 1.5);
      break;
    case 'file':
      context.fillRect(x, top + height * 0.2, Math.max(3, x1 - x), height * 0.6);
      break;
    case 'other':
      context.beginPath();
      context.arc(x + 1, top + height / 2, Math.min(2.5, height / 2.5), 0, Math.PI * 2);
      context.fill();
      break;
  }
}

function paintFocus(
  context: CanvasRenderingContext2D,
  track: Track,
  at: number,
  top: number,
  height: number,
  geometry: Geometry,
  palette: Palette,
): void {
  const x = xOf(track.recording.entries.offsetMs[track.entries[at] ?? -1] ?? 0, geometry);
  context.strokeStyle = palette.focus;
  context.lineWidth = 2;
  context.strokeRect(x - 6, top - 2, 14, height + 4);
  context.lineWidth = 1;
}

function clip(context: CanvasRenderingContext2D, { gutter, width }: Geometry, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(gutter - 4, 0, width - gutter + 4, 100_000);
  context.clip();
  draw();
  context.restore();
}

/** Cut in the middle, where names differ least. */
function fit(context: CanvasRenderingContext2D, text: string, room: number): string {
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

function fitEnd(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let keep = text.length - 1;
  while (keep > 0 && context.measureText(`${text.slice(0, keep)}…`).width > room) keep -= 1;
  return keep === 0 ? '' : `${text.slice(0, keep)}…`;
}
