/** Draws the upper canvas: the axis, and of each recording its phases, segments, blind windows and lost events. */
import type { PageRecording } from '../../model/page.ts';
import { AXIS_HEIGHT, BAND_HEIGHT, xOf, type Geometry } from './geometry.ts';
import type { Palette } from './palette.ts';
import { clip, fit, fitEnd, FONT, paintTrouble, SMALL } from './strokes.ts';
import { tickLabel, ticks } from './window.ts';

/** A phase with less room for its name is told by the pointer alone. */
const LEAST_LABEL = 34;

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
