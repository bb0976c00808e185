/** The WebAssembly module of wasm/life-scan, with types. Places are in its input. */
import { instantiateWasm } from '../../platform/wasm-module.ts';
import { MODULE } from './generated/module.ts';

/** What `run` stopped at, by its number. */
const STEPS = ['done', 'full', 'no-room'] as const;
/** What a row is of, by its number. */
export const LIFE = { fork: 0, exec: 1, exit: 2, byHand: 3 } as const;
/** Numbers of a row: its head, its process, and the process that a fork or exec makes. */
export const HEAD_NUMBERS = 9;
export const PROCESS_NUMBERS = 9;
export const ROW_NUMBERS = HEAD_NUMBERS + 2 * PROCESS_NUMBERS;
/** Words of a piece of news. */
export const NEWS_WORDS = 12;

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
