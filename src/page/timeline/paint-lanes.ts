/** Draws the lower canvas: the programs, a row each. */
import { safe } from '../words.ts';
import type { Focus } from './focus.ts';
import { LANE_HEIGHT, xOf, type Geometry } from './geometry.ts';
import { firstAt, shapeOf, type Lane, type Shape, type Track } from './lanes.ts';
import type { Palette } from './palette.ts';
import { clip, fit, FONT, paintTrouble } from './strokes.ts';

const LONGEST_NAME = 200;

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
