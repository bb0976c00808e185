import { columnsOf, fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';

/** Several paths in one line: in full, else with what they share said once (`run-{1,2,3}.zst`), else the first and how many more. */
export function pathList(paths: readonly string[], columns: number): string {
  const [first = '', ...others] = paths;
  const whole = paths.join(', ');
  if (columnsOf(whole) <= columns || others.length === 0) return fitMiddle(whole, columns);
  const shared = braced(paths);
  if (columnsOf(shared) <= columns) return shared;
  const rest = ` and ${count(others.length, 'more file')}`;
  return `${fitMiddle(first, columns - rest.length)}${rest}`;
}

/** As a shell would write it. */
function braced(paths: readonly string[]): string {
  const [first = ''] = paths;
  const head = shared(paths, (path, index) => path[index]);
  const rests = paths.map((path) => path.slice(head));
  const tail = shared(rests, (rest, index) => rest[rest.length - 1 - index]);
  const middles = rests.map((rest) => rest.slice(0, rest.length - tail));
  return `${first.slice(0, head)}{${middles.join(',')}}${first.slice(first.length - tail)}`;
}

/** How many characters all texts share, taken one after the other. */
function shared(texts: readonly string[], at: (text: string, index: number) => string | undefined): number {
  const [first = ''] = texts;
  const most = Math.min(...texts.map((text) => text.length));
  let length = 0;
  while (length < most && texts.every((text) => at(text, length) === at(first, length))) length += 1;
  return length;
}
