/** JSON with line breaks, token by token: parsing it would round the numbers that eslogger writes beyond 2^53. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const STEP = '  ';

export function indentJson(text: string): readonly string[] {
  const lines: string[] = [''];
  let depth = 0;
  let previous = '';
  const put = (part: string): void => {
    lines.push((lines.pop() ?? '') + part);
  };
  const breakLine = (): void => {
    lines.push(STEP.repeat(depth));
  };
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']';
    if (closes) depth = Math.max(0, depth - 1);
    const opened = previous === '{' || previous === '[';
    if ((opened && !closes) || (closes && !opened) || previous === ',') breakLine();
    put(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth += 1;
    previous = token;
  }
  return lines;
}
