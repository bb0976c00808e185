/** What the pointer does on a canvas of the timeline. */
import { msAt, type Geometry } from './geometry.ts';

interface PointerActions {
  readonly geometry: () => Geometry;
  readonly onHover: (x: number, y: number) => void;
  readonly onPan: (byMs: number) => void;
  readonly onZoom: (factor: number, aroundMs: number) => void;
}

/** Plain wheel scrolls the programs, sideways moves in time, with Ctrl (or a pinch, which comes as that) it zooms. */
export function attachPointer(
  target: HTMLElement,
  { geometry, onHover, onPan, onZoom }: PointerActions,
): void {
  let grabbed: number | undefined;
  const place = (event: MouseEvent): readonly [number, number] => {
    const box = target.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const msPerPx = (): number => {
    const { width, gutter, window } = geometry();
    return (window.toMs - window.fromMs) / (width - gutter);
  };
  target.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType !== 'mouse') return;
    grabbed = event.clientX;
    target.setPointerCapture(event.pointerId);
  });
  target.addEventListener('pointermove', (event) => {
    if (grabbed === undefined) {
      onHover(...place(event));
      return;
    }
    onPan((grabbed - event.clientX) * msPerPx());
    grabbed = event.clientX;
  });
  for (const end of ['pointerup', 'pointercancel'])
    target.addEventListener(end, () => {
      grabbed = undefined;
    });
  target.addEventListener(
    'wheel',
    (event) => {
      const [x] = place(event);
      if (event.ctrlKey || event.metaKey) onZoom(Math.exp(event.deltaY * 0.004), msAt(x, geometry()));
      else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) onPan(event.deltaX * msPerPx());
      else if (event.shiftKey) onPan(event.deltaY * msPerPx());
      else return;
      event.preventDefault();
    },
    { passive: false },
  );
}
