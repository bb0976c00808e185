/** The timeline as a person uses it: wheel and buttons zoom, dragging moves, the pointer or the arrow keys choose an event. */
import type { PageRecording } from '../../model/page.ts';
import { button, el, fill, type Child } from '../dom.ts';
import { searchBox } from '../search-box.ts';
import { grouped } from '../words.ts';
import { entrySentence, gapSentence } from './describe.ts';
import { findEvent, firstFocus, hitAt, moveFocus, type Focus } from './focus.ts';
import { AXIS_HEIGHT, BAND_HEIGHT, gutterOf, LANE_HEIGHT, msAt, type Geometry } from './geometry.ts';
import { filterLanes, lanesOf, type Lane } from './lanes.ts';
import { paintBands } from './paint-bands.ts';
import { paintLanes } from './paint-lanes.ts';
import { paletteOf } from './palette.ts';
import { attachPointer } from './pointer.ts';
import { prepare } from './strokes.ts';
import { pan, reveal, whole, zoom, type TimeWindow } from './window.ts';

export interface TimelineView {
  readonly element: HTMLElement;
  /** Goes to an event of a recording; false where it is not drawn. */
  readonly show: (trace: string, segment: number, globalSeq: number) => boolean;
  readonly redraw: () => void;
}

const VISIBLE_LANES = 14;
const ZOOM_STEP = 0.6;

export function timelineView(recordings: readonly PageRecording[], titles: readonly string[]): TimelineView {
  const all = lanesOf(recordings);
  const anyPart = all.some(({ part }) => part);
  const filter = { onlyPart: anyPart, words: [] as readonly string[] };
  let lanes = filterLanes(all, filter);
  const full = whole(Math.max(1, ...recordings.map(({ endMs }) => endMs)));
  let window = full;
  let focus: Focus | undefined;
  let frame = 0;

  const bands = el('canvas', { class: 't-bands', aria: { hidden: 'true' } });
  const canvas = el('canvas', { class: 't-canvas', aria: { hidden: 'true' } });
  const spacer = el('div', { class: 't-spacer' });
  const body = el(
    'div',
    {
      class: 't-body',
      tabIndex: 0,
      role: 'application',
      aria: {
        label:
          'Timeline of programs. Left and right: events. Up and down: programs. Plus and minus: zoom. Zero: everything.',
      },
    },
    canvas,
    spacer,
  );
  const detail = el(
    'div',
    { class: 'detail', role: 'status' },
    el(
      'p',
      { class: 'dim' },
      'Point at an event, or go to the rows with the Tab key and use the arrow keys.',
    ),
  );
  const shown = el('p', { class: 'shown' });

  const geometry = (): Geometry => {
    const width = Math.max(240, body.clientWidth);
    return { width, height: body.clientHeight, gutter: gutterOf(width), window };
  };

  const draw = (): void => {
    frame = 0;
    const now = geometry();
    const palette = paletteOf(body);
    const above = prepare(bands, now.width, AXIS_HEIGHT + recordings.length * BAND_HEIGHT);
    if (above !== null) paintBands(above, recordings, titles, now, palette);
    const below = prepare(canvas, now.width, now.height);
    if (below !== null) paintLanes(below, lanes, body.scrollTop, now, palette, focus);
  };
  const redraw = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const setWindow = (next: TimeWindow): void => {
    window = next;
    redraw();
  };
  const refresh = (): void => {
    lanes = filterLanes(all, filter);
    focus = undefined;
    spacer.style.height = `${lanes.length * LANE_HEIGHT}px`;
    body.style.height = `${Math.max(2, Math.min(lanes.length, VISIBLE_LANES)) * LANE_HEIGHT}px`;
    fill(shown, `${grouped(lanes.length)} of ${grouped(all.length)} programs`);
    redraw();
  };

  const setFocus = (next: Focus | undefined): void => {
    focus = next;
    const lane = next === undefined ? undefined : lanes[next.lane];
    const track = next === undefined ? undefined : lane?.tracks[next.track];
    const index = next === undefined ? undefined : track?.entries[next.at];
    if (next !== undefined && lane !== undefined && track !== undefined && index !== undefined) {
      fill(detail, ...entrySentence(track.recording, index, titles[next.track] ?? ''));
    }
    redraw();
  };
  const reachFocus = (next: Focus): void => {
    const track = lanes[next.lane]?.tracks[next.track];
    const ms = track?.recording.entries.offsetMs[track.entries[next.at] ?? -1];
    if (ms === undefined) return;
    window = reveal(window, ms, full);
    const top = next.lane * LANE_HEIGHT;
    if (top < body.scrollTop) body.scrollTop = top;
    else if (top + LANE_HEIGHT > body.scrollTop + body.clientHeight)
      body.scrollTop = top + LANE_HEIGHT - body.clientHeight;
    setFocus(next);
  };

  attachPointer(body, {
    geometry,
    onHover: (x, y) => {
      const hit = hitAt(lanes, x, y + body.scrollTop, geometry());
      if (hit !== undefined) setFocus(hit);
      else describeTrouble(detail, recordings, titles, lanes, x, y + body.scrollTop, geometry());
    },
    onPan: (byMs) => setWindow(pan(window, byMs, full)),
    onZoom: (factor, ms) => setWindow(zoom(window, factor, ms, full)),
  });
  attachPointer(bands, {
    geometry,
    onHover: (x, y) => describeBand(detail, recordings, titles, x, y, geometry()),
    onPan: (byMs) => setWindow(pan(window, byMs, full)),
    onZoom: (factor, ms) => setWindow(zoom(window, factor, ms, full)),
  });
  body.addEventListener('scroll', redraw, { passive: true });
  const middle = (): number => (window.fromMs + window.toMs) / 2;
  const zoomBy = (factor: number) => (): void => {
    const track = focus === undefined ? undefined : lanes[focus.lane]?.tracks[focus.track];
    const ms = track?.recording.entries.offsetMs[track.entries[focus?.at ?? -1] ?? -1];
    const isSeen = ms !== undefined && ms >= window.fromMs && ms <= window.toMs;
    setWindow(zoom(window, factor, isSeen ? ms : middle(), full));
  };
  const fitAll = (): void => setWindow(full);
  body.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moveFocus(lanes, focus, event.key);
    if (next !== undefined) reachFocus(next);
    else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP)();
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP)();
    else if (event.key === '0') fitAll();
    else return;
    event.preventDefault();
  });
  body.addEventListener('focus', () => {
    const first = focus ?? firstFocus(lanes);
    if (body.matches(':focus-visible') && first !== undefined) reachFocus(first);
  });
  new ResizeObserver(redraw).observe(body);
  // At once: a printer does not wait for the next frame, and paper has colours of its own.
  matchMedia('print').addEventListener('change', draw);
  refresh();

  const search = searchBox('Search programs', (words) => {
    filter.words = words;
    refresh();
  });
  const partToggle = button('Only what takes part', () => togglePart(!filter.onlyPart), {
    class: 'toggle',
    aria: { pressed: String(filter.onlyPart) },
  });
  const togglePart = (on: boolean): void => {
    filter.onlyPart = on;
    partToggle.setAttribute('aria-pressed', String(on));
    refresh();
  };
  const element = el(
    'div',
    { class: 'timeline' },
    el(
      'div',
      { class: 'filters' },
      button('+', zoomBy(ZOOM_STEP), { class: 'square', aria: { label: 'Zoom in' } }),
      button('−', zoomBy(1 / ZOOM_STEP), { class: 'square', aria: { label: 'Zoom out' } }),
      button('Everything', fitAll),
      anyPart ? partToggle : null,
      search.element,
    ),
    shown,
    el('div', { class: 't-frame' }, bands, body),
    detail,
    legend(),
  );
  return {
    element,
    redraw,
    show: (trace, segment, globalSeq) => {
      const wanted = (list: readonly Lane[]): Focus | undefined => findEvent(list, trace, segment, globalSeq);
      if (wanted(lanes) === undefined && wanted(all) !== undefined) {
        filter.words = [];
        search.clear();
        if (wanted(filterLanes(all, filter)) === undefined) togglePart(false);
        else refresh();
      }
      const found = wanted(lanes);
      if (found === undefined) return false;
      if (window === full) window = zoom(full, 0.2, middle(), full);
      reachFocus(found);
      element.scrollIntoView({ block: 'center' });
      body.focus();
      return true;
    },
  };
}

function legend(): HTMLElement {
  const item = (kind: string, words: string): Child =>
    el(
      'span',
      { class: 'legend-item' },
      el('span', { class: `key key-${kind}`, aria: { hidden: 'true' } }),
      words,
    );
  return el(
    'p',
    { class: 'legend' },
    item('start', 'start'),
    item('end', 'end'),
    item('file', 'file made, moved, removed'),
    item('other', 'other event'),
    item('blind', 'nothing recorded'),
    item('gap', 'events lost'),
    el('span', { class: 'legend-item' }, 'Ctrl and wheel zoom, dragging moves.'),
  );
}

function describeBand(
  detail: HTMLElement,
  recordings: readonly PageRecording[],
  titles: readonly string[],
  x: number,
  y: number,
  geometry: Geometry,
): void {
  const at = Math.floor((y - AXIS_HEIGHT) / BAND_HEIGHT);
  const recording = recordings[at];
  if (recording !== undefined && x >= geometry.gutter)
    fill(detail, ...gapSentence(recording, msAt(x, geometry), titles[at] ?? ''));
}

/** In a lane, away from events: only what lies over the time is told. */
function describeTrouble(
  detail: HTMLElement,
  recordings: readonly PageRecording[],
  titles: readonly string[],
  lanes: readonly Lane[],
  x: number,
  y: number,
  geometry: Geometry,
): void {
  const within = y / LANE_HEIGHT - Math.floor(y / LANE_HEIGHT);
  const track = Math.floor(within * (lanes[0]?.tracks.length ?? 1));
  const recording = recordings[track];
  if (recording === undefined || x < geometry.gutter) return;
  const ms = msAt(x, geometry);
  const isBlind = recording.blindWindows.some(({ fromMs, toMs }) => ms >= fromMs && ms <= toMs);
  if (isBlind) fill(detail, ...gapSentence(recording, ms, titles[track] ?? ''));
}
