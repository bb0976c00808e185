import { Chalk, type ChalkInstance } from 'chalk';

/** What a renderer needs to know of the place its text goes to. */
export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

/** Where nobody says: a log of a CI job, a file, a pipe. */
const COLUMNS_ELSEWHERE = 120;
const FEWEST_COLUMNS = 40;

/** Colour follows FORCE_COLOR, NO_COLOR, then whether it is a terminal; the width COLUMNS, then the terminal. */
export function terminalOf(
  stream: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const { COLUMNS = '', NO_COLOR = '', FORCE_COLOR, TERM } = env;
  const stated = /^\d+$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
  const columns = Math.max(FEWEST_COLUMNS, stated ?? stream.columns ?? COLUMNS_ELSEWHERE);
  if (FORCE_COLOR !== undefined) return { columns, color: !['0', 'false'].includes(FORCE_COLOR) };
  return { columns, color: NO_COLOR === '' && stream.isTTY === true && TERM !== 'dumb' };
}

/** The sixteen colours that every terminal has, or none. */
export function chalkFor({ color }: Terminal): ChalkInstance {
  return new Chalk({ level: color ? 1 : 0 });
}
