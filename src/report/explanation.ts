import type { Explanation } from '../model/explanation.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const WIDEST = 100;
const INDENT = '  ';

/** One page, or the list of all. */
export function renderExplanation({ page, terms }: Explanation, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const columns = Math.min(terminal.columns, WIDEST);
  const lines: string[] = [];
  if (page === null) {
    const widest = Math.max(...terms.map(({ term }) => term.length));
    for (const [group, entries] of Map.groupBy(terms, (entry) => entry.group)) {
      lines.push(chalk.bold(group));
      for (const { term, title } of entries) lines.push(`${INDENT}${term.padEnd(widest)}  ${title}`);
      lines.push('');
    }
    lines.push('next: esdrift explain TERM');
  } else {
    const section = (heading: string, text: string): readonly string[] => [
      chalk.bold(heading),
      ...wrapText(text, columns - INDENT.length).map((line) => `${INDENT}${line}`),
      '',
    ];
    lines.push(chalk.bold(`${page.term}: ${page.title}`), '');
    lines.push(...section('What it means', page.meaning));
    lines.push(...section('How it is decided', page.decided));
    lines.push(...section('What to do', page.todo).slice(0, -1));
  }
  return `${lines.join('\n')}\n`;
}
