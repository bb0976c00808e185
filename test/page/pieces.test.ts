/** Parts of the page that need no browser: folding, time windows, the layout of a graph, JSON with line breaks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldingOf } from '../../src/page/folding.ts';
import { layoutGraph } from '../../src/page/graph-layout.ts';
import { indentJson } from '../../src/page/indent-json.ts';
import { filterLanes, firstAt, lanesOf, nearest } from '../../src/page/timeline/lanes.ts';
import { pan, reveal, ticks, whole, zoom } from '../../src/page/timeline/window.ts';
import { largeReport } from './large-report.ts';

const depths = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 }).map((wanted) => {
  let last = -1;
  return wanted.map((depth) => (last = Math.min(depth, last + 1)));
});

describe('a folded tree', () => {
  const rowsOf = (lines: ReturnType<ReturnType<typeof foldingOf>['visible']>): number[] =>
    lines.flatMap((line) => (line.kind === 'row' ? [line.row] : []));

  it('shows every row when it is unfolded, and only roots when it is folded', () => {
    fc.assert(
      fc.property(depths, (tree) => {
        const folding = foldingOf(tree);
        folding.setAll(true);
        expect(rowsOf(folding.visible())).toEqual(tree.map((_, row) => row));
        folding.setAll(false);
        expect(rowsOf(folding.visible())).toEqual(tree.flatMap((depth, row) => (depth === 0 ? [row] : [])));
      }),
    );
  });

  it('shows whatever matters when it is folded to that, and counts what it hides', () => {
    fc.assert(
      fc.property(depths, fc.integer({ min: 1, max: 7 }), (tree, every) => {
        const folding = foldingOf(tree);
        const matters = (row: number): boolean => row % every === 0;
        folding.foldTo(matters);
        const lines = folding.visible();
        const shown = new Set(rowsOf(lines));
        expect(tree.filter((_, row) => matters(row) && !shown.has(row))).toEqual([]);
        const hidden = [...shown]
          .filter((row) => !folding.isOpen(row))
          .reduce((sum, row) => sum + folding.below(row), 0);
        const rests = lines.flatMap((line) => (line.kind === 'rest' ? [line] : []));
        for (const { parent } of rests) folding.openRest(parent);
        const opened = rowsOf(folding.visible());
        const below = opened
          .filter((row) => !folding.isOpen(row))
          .reduce((sum, row) => sum + folding.below(row), 0);
        expect(opened.length + below).toBe(tree.length);
        expect(shown.size + hidden).toBeLessThanOrEqual(tree.length);
      }),
    );
  });

  it('keeps what a filter matches with everything above it', () => {
    const folding = foldingOf([0, 1, 2, 1, 0]);
    folding.filter((row) => row === 2);
    expect(rowsOf(folding.visible())).toEqual([0, 1, 2]);
    folding.filter(undefined);
    expect(rowsOf(folding.visible())).toEqual([0, 4]);
  });
});

describe('the window of a timeline', () => {
  const full = whole(3_600_000);
  const actions = fc.array(
    fc.oneof(
      fc.record({
        zoom: fc.double({ min: 0.05, max: 20, noNaN: true }),
        at: fc.integer({ min: 0, max: 3_600_000 }),
      }),
      fc.record({ pan: fc.integer({ min: -4_000_000, max: 4_000_000 }) }),
      fc.record({ reveal: fc.integer({ min: 0, max: 3_600_000 }) }),
    ),
    { maxLength: 30 },
  );

  it('stays inside the whole and shows what it is asked to reveal, whatever was done before', () => {
    fc.assert(
      fc.property(actions, fc.integer({ min: 0, max: 3_600_000 }), (steps, ms) => {
        let window = full;
        for (const step of steps) {
          if ('zoom' in step) window = zoom(window, step.zoom, step.at, full);
          else if ('pan' in step) window = pan(window, step.pan, full);
          else window = reveal(window, step.reveal, full);
          expect(window.fromMs).toBeGreaterThanOrEqual(full.fromMs - 1e-6);
          expect(window.toMs).toBeLessThanOrEqual(full.toMs + 1e-6);
          expect(window.toMs).toBeGreaterThan(window.fromMs);
        }
        const revealed = reveal(window, ms, full);
        expect(revealed.fromMs).toBeLessThanOrEqual(ms);
        expect(revealed.toMs).toBeGreaterThanOrEqual(ms);
      }),
    );
  });

  it('has about as many marks as there is room for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 90_000_000 }), (span) => {
        const marks = ticks({ fromMs: 0, toMs: span }, 8);
        expect(marks.length).toBeGreaterThan(0);
        expect(marks.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe('the rows of a timeline', () => {
  it('holds every entry once, in order of time, and finds the nearest', () => {
    const { page } = largeReport(0, 2_000);
    const lanes = lanesOf(page.recordings);
    const entries = lanes.flatMap(({ tracks }) => tracks.map((track) => track.entries.length));
    expect(entries.reduce((sum, length) => sum + length, 0)).toBe(2_000);
    const track = lanes[3]?.tracks[1];
    if (track === undefined) throw new Error('There are fewer lanes.');
    const times = track.entries.map((index) => track.recording.entries.offsetMs[index] ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const ms of [-5, 0, 1_234_567, 9_999_999]) {
      const least = Math.min(...times.map((time) => Math.abs(time - ms)));
      expect(nearest(track, ms)?.distanceMs).toBe(least);
      expect(firstAt(track, ms)).toBe(times.filter((time) => time < ms).length);
    }
    expect(filterLanes(lanes, { onlyPart: true, words: [] }).every(({ part }) => part)).toBe(true);
    expect(
      filterLanes(lanes, { onlyPart: false, words: ['program-17'] }).every(({ name }) =>
        name.includes('program-17'),
      ),
    ).toBe(true);
  });
});

describe('the layout of a graph', () => {
  it('gives every node a place of its own, and leads forward where there is no circle', () => {
    const edge = fc.record({ from: fc.integer({ min: 0, max: 12 }), to: fc.integer({ min: 0, max: 12 }) });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 40 }), fc.boolean(), (pairs, acyclic) => {
        const edges = pairs
          .filter(({ from, to }) => (acyclic ? from < to : from !== to))
          .map(({ from, to }) => ({ from: String(from), to: String(to) }));
        const nodes = layoutGraph(edges);
        const places = new Set(nodes.map(({ column, row }) => `${column} ${row}`));
        expect(places.size).toBe(nodes.length);
        const column = new Map(nodes.map((node) => [node.id, node.column]));
        if (acyclic)
          for (const { from, to } of edges) expect(column.get(to)).toBeGreaterThan(column.get(from) ?? 0);
      }),
    );
  });
});

describe('JSON with line breaks', () => {
  it('is the same JSON, also where numbers are larger than a double holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(indentJson(JSON.stringify(value)).join('\n'))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
    expect(indentJson('{"st_ino":1152921500312434017,"a":[]}').join('\n')).toBe(
      '{\n  "st_ino": 1152921500312434017,\n  "a": []\n}',
    );
  });
});
