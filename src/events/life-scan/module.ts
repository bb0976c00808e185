/** The WebAssembly module of wasm/life-scan, with types. Places are in its input. */
import { instantiateWasm } from '../../platform/wasm-module.ts';
import { MODULE } from './generated/module.ts';

/** What `run` stopped at, by its number. */
const STEPS = ['done', 'full', 'no-room'] as const;
/** A kind of row beside fork, exec and exit: the line is JavaScript's. */
export const BY_HAND = 3;
/** Rows are as src/processes/life-row.ts has them, with places in the input instead of numbers of texts: of the arguments, or the line, and of the environment. */
export const FROM = 5;
export const TO = 6;
export const ENV_FROM = 7;
export const ENV_TO = 8;
/** Words of a piece of news. */
export const NEWS_WORDS = 10;

export interface LifeScanModule {
  readonly memory: ArrayBuffer;
  readonly input: Buffer;
  readonly rows: Float64Array;
  readonly news: Uint32Array;
  readonly setSeed: (low: number, high: number) => void;
  readonly begin: (bytes: number) => void;
  readonly run: () => (typeof STEPS)[number];
  readonly forget: () => void;
  readonly rowCount: () => number;
  readonly newsCount: () => number;
}

export function loadLifeScanModule(): LifeScanModule {
  const { memory, exported } = instantiateWasm(MODULE);
  const number = (name: string) => exported(name)();
  const run = exported('run');
  return {
    memory,
    input: Buffer.from(memory, number('inputAt'), number('inputBytes')),
    rows: new Float64Array(memory, number('rowsAt'), number('rowsBytes') / 8),
    news: new Uint32Array(memory, number('newsAt'), number('newsBytes') / 4),
    setSeed: exported('setSeed'),
    begin: exported('begin'),
    run: () => STEPS[run()] ?? 'done',
    forget: exported('forget'),
    rowCount: exported('rowCount'),
    newsCount: exported('newsCount'),
  };
}
