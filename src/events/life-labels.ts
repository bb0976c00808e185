/** Job labels out of lists of JSON texts, by their bytes: most launches are of jobs that came before. */
import { RecentMap } from '../normalize/recent-map.ts';
import type { LifeTexts } from '../processes/life-texts.ts';

const MOST_RECENT = 2_048;

const SERVICE_NAME = '"XPC_SERVICE_NAME=';
const QUOTE = '"';

/** The list in `bytes` of UTF-8. Undefined where it is no JSON. */
export function listIn(bytes: Buffer): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  } catch {
    return undefined;
  }
}

export class LifeLabels {
  readonly #texts: LifeTexts;
  readonly #labelOf: (list: readonly string[]) => string | undefined;
  readonly #known = new RecentMap<number>(MOST_RECENT);

  constructor(texts: LifeTexts, labelOf: (list: readonly string[]) => string | undefined) {
    this.#texts = texts;
    this.#labelOf = labelOf;
  }

  /** `list`: its bytes, as one character each. Undefined where it is no JSON. */
  numberOf(list: string): number | undefined {
    const known = this.#known.get(list);
    if (known !== undefined) return known;
    const texts = listIn(Buffer.from(list, 'latin1'));
    if (texts === undefined) return undefined;
    const number = this.#texts.labelNumber(this.#labelOf(texts));
    this.#known.set(list, number);
    return number;
  }
}

/** Of an environment, the list of the one text that names the service; all of it where an escape could hide one. */
export function serviceName(environment: string): string {
  if (environment.includes('\\u')) return environment;
  const from = environment.indexOf(SERVICE_NAME);
  if (from === -1) return '[]';
  const to = environment.indexOf(QUOTE, from + 1);
  const isWhole = to !== -1 && environment[from - 1] !== '\\' && environment[to - 1] !== '\\';
  return isWhole ? `[${environment.slice(from, to + 1)}]` : environment;
}
