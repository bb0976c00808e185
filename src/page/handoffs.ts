/** Which program hands files to which: as a graph, and as a list that says the same in words. */
import type { PageDocument, PageHandoff, PageSupport } from '../model/page.ts';
import { button, el, fill, svg } from './dom.ts';
import { layoutGraph } from './graph-layout.ts';
import { programLabel } from './program-label.ts';
import { leftOut, nothing, section } from './section.ts';
import { count, MARK_SIGNS, programWords } from './words.ts';

// Four columns of them fit the page without scrolling.
const NODE_WIDTH = 206;
const NODE_HEIGHT = 34;
const COLUMN_GAP = 54;
const ROW_GAP = 16;
/** More of them are no picture any more. */
const MOST_DRAWN = 45;

export function handoffSection(page: PageDocument, showFinding: (id: string) => void): HTMLElement {
  const info = {
    id: 'handoffs',
    title: 'Hand-overs',
    lead: 'One program writes or moves a file, another moves, copies or runs it later: the links between daemons that no process tree shows.',
  };
  if (page.handoffs.length === 0) return section(info, nothing('No hand-over was seen on either side.'));
  const own = page.handoffs.filter(({ takesPart, mark }) => takesPart || isChange(mark));
  const place = el('div');
  let all = own.length === 0;
  const draw = (): void => {
    const edges = all ? page.handoffs : own;
    fill(
      place,
      el(
        'p',
        { class: 'shown', role: 'status' },
        `${edges.length} of ${count(page.handoffs.length, 'hand-over')}`,
      ),
      graph(edges.slice(0, MOST_DRAWN)),
      edges.length > MOST_DRAWN
        ? leftOut(`The picture shows the first ${MOST_DRAWN}; the list below has all.`)
        : null,
      list(edges, showFinding),
    );
  };
  const toggle = button(
    'Only of the upgrade',
    () => {
      all = !all;
      toggle.setAttribute('aria-pressed', String(!all));
      draw();
    },
    { class: 'toggle', aria: { pressed: String(!all) } },
  );
  draw();
  return section(
    info,
    own.length === 0 || own.length === page.handoffs.length ? null : el('div', { class: 'filters' }, toggle),
    place,
    page.handoffsLeft > 0
      ? leftOut(
          `${count(page.handoffsLeft, 'more hand-over')}, none of them changed, ${page.handoffsLeft === 1 ? 'is' : 'are'} not in this page.`,
        )
      : null,
  );
}

function isChange(mark: PageHandoff['mark']): boolean {
  return mark !== 'same' && mark !== 'unseen';
}

function graph(edges: readonly PageHandoff[]): HTMLElement {
  const nodes = layoutGraph(edges);
  const places = new Map(nodes.map((node) => [node.id, node]));
  const columns = Math.max(0, ...nodes.map(({ column }) => column)) + 1;
  const rows = Math.max(0, ...nodes.map(({ row }) => row)) + 1;
  const width = columns * (NODE_WIDTH + COLUMN_GAP) - COLUMN_GAP + 4;
  const height = rows * (NODE_HEIGHT + ROW_GAP) + 24;
  const x = (id: string): number => 2 + (places.get(id)?.column ?? 0) * (NODE_WIDTH + COLUMN_GAP);
  const y = (id: string): number => 12 + (places.get(id)?.row ?? 0) * (NODE_HEIGHT + ROW_GAP);
  const drawing = svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      class: 'graph',
      role: 'img',
      'aria-label': 'Graph of hand-overs; the list below says the same in words',
    },
    svg(
      'defs',
      {},
      svg(
        'marker',
        {
          id: 'arrow',
          viewBox: '0 0 8 8',
          refX: 7,
          refY: 4,
          markerWidth: 8,
          markerUnits: 'userSpaceOnUse',
          markerHeight: 8,
          orient: 'auto-start-reverse',
        },
        svg('path', { d: 'M0 0L8 4L0 8z', class: 'graph-arrow' }),
      ),
    ),
    ...edges.map((edge) => edgePath(edge, x, y)),
    ...nodes.map(({ id }) => nodeBox(id, x(id), y(id))),
  );
  const frame = el('div', {
    class: 'graph-frame',
    tabIndex: 0,
    role: 'group',
    aria: { label: 'Graph of hand-overs, scrolls sideways' },
  });
  frame.append(drawing);
  return frame;
}

function edgePath(
  { from, to, mark }: PageHandoff,
  x: (id: string) => number,
  y: (id: string) => number,
): SVGElement {
  const isBack = x(to) <= x(from);
  const [x0, y0] = [x(from) + NODE_WIDTH, y(from) + NODE_HEIGHT / 2];
  const [x1, y1] = isBack
    ? [x(to) + NODE_WIDTH, y(to) + NODE_HEIGHT / 2 + 6]
    : [x(to), y(to) + NODE_HEIGHT / 2];
  const bend = isBack ? 60 : Math.max(30, (x1 - x0) / 2);
  const path = `M${x0} ${y0}C${x0 + bend} ${y0} ${isBack ? x1 + bend : x1 - bend} ${y1} ${x1} ${y1}`;
  const { sign, word } = MARK_SIGNS[mark];
  return svg(
    'g',
    { class: `edge mark-${mark}` },
    svg('title', {}, `${programWords(from).name} hands over to ${programWords(to).name}: ${word}`),
    svg('path', { d: path, 'marker-end': 'url(#arrow)' }),
    isChange(mark) ? svg('text', { x: (x0 + x1) / 2, y: (y0 + y1) / 2 - 5, class: 'edge-sign' }, sign) : null,
  );
}

function nodeBox(id: string, x: number, y: number): SVGElement {
  const { name, distinct, authority } = programWords(id);
  const parts = name.split('.');
  const last = `${name.startsWith('com.apple.') ? parts.slice(2).join('.') : name}${distinct}`;
  return svg(
    'g',
    { class: 'node' },
    svg('title', {}, id),
    svg('rect', { x, y, width: NODE_WIDTH, height: NODE_HEIGHT, rx: 5 }),
    svg(
      'text',
      { x: x + 10, y: y + 14, class: 'node-authority' },
      authority === 'platform' && name.startsWith('com.apple.') ? 'com.apple' : authority,
    ),
    svg('text', { x: x + 10, y: y + 27 }, shortened(last, 27)),
  );
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(-tail)}`;
}

function list(edges: readonly PageHandoff[], showFinding: (id: string) => void): HTMLElement {
  return el(
    'div',
    { class: 'handoff-list' },
    ...edges.map((edge) => {
      const { sign, word } = MARK_SIGNS[edge.mark];
      return el(
        'details',
        { class: `handoff mark-${edge.mark}` },
        el(
          'summary',
          {},
          el('span', { class: 'mark', title: word, aria: { label: word } }, sign),
          programLabel(edge.from),
          el('span', { class: 'dim' }, ' → '),
          programLabel(edge.to),
          el('span', { class: 'folded' }, count(edge.paths.length + edge.pathsLeft, 'path')),
        ),
        el(
          'ul',
          {},
          ...edge.paths.map(({ path, before, after }) =>
            el(
              'li',
              {},
              el('span', { class: 'path' }, path),
              el('span', { class: 'dim' }, ` before ${ratio(before)}, after ${ratio(after)}`),
            ),
          ),
        ),
        edge.pathsLeft > 0 ? leftOut(`and ${count(edge.pathsLeft, 'more path')}`) : null,
        edge.findings.length === 0
          ? null
          : el(
              'p',
              { class: 'actions' },
              ...edge.findings.slice(0, 5).map((id) => button(`Finding ${id}`, () => showFinding(id))),
            ),
      );
    }),
  );
}

function ratio(support: PageSupport | null): string {
  return support === null ? 'not seen' : `${support.seenIn}/${support.runs}`;
}
