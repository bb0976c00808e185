/** The WebAssembly module of wasm/line-scan, with types. Offsets are of its input or its output. */
import { instantiateWasm } from '../../platform/wasm-module.ts';
import { MODULE } from './generated/module.ts';

/** What `run` stopped at, by its number. */
const STEPS = ['done', 'full', 'by-hand', 'ask-value', 'ask-array', 'ask-type'] as const;
const VERDICTS = { stays: 0, 'by-line': 1, replaced: 2, type: 3 } as const;

export type Step = (typeof STEPS)[number];

export interface LineScanModule {
  readonly input: Buffer;
  readonly output: Buffer;
  /** A replacement is written here before its `answer`. */
  readonly scratch: Buffer;
  /** The rows as numbers of 4 and of 8 bytes. */
  readonly words: Uint32Array;
  readonly numbers: Float64Array;
  readonly hits: Uint32Array;
  readonly setSeed: (low: number, high: number) => void;
  readonly configure: (doesRedact: number, maxLineBytes: number) => void;
  readonly begin: (bytes: number) => void;
  readonly run: () => Step;
  readonly takeAll: () => void;
  readonly skipLine: () => void;
  readonly forget: () => void;
  /** All texts that may hold the lower-case letters and digits in the scratch. */
  readonly forgetHolding: (bytes: number) => void;
  readonly answer: (verdict: keyof typeof VERDICTS, id: number, replacementBytes: number) => void;
  readonly rowCount: () => number;
  readonly hitCount: () => number;
  readonly changedCount: () => number;
  /** The line that is by hand. */
  readonly lineFrom: () => number;
  readonly lineTo: () => number;
  /** Where the question begins, where the value in it does, and where both end. */
  readonly questionStart: () => number;
  readonly questionMiddle: () => number;
  readonly questionEnd: () => number;
}

export function loadLineScanModule(): LineScanModule {
  const { memory, exported } = instantiateWasm(MODULE);
  const number = (name: string) => exported(name)();
  const part = (name: string) => Buffer.from(memory, number(`${name}At`), number(`${name}Bytes`));
  const rows = number('rowsAt');
  const run = exported('run');
  const answer = exported('answer');
  return {
    input: part('input'),
    output: part('output'),
    scratch: part('scratch'),
    words: new Uint32Array(memory, rows, number('rowsBytes') / 4),
    numbers: new Float64Array(memory, rows, number('rowsBytes') / 8),
    hits: new Uint32Array(memory, number('hitsAt'), number('hitsBytes') / 4),
    setSeed: exported('setSeed'),
    configure: exported('configure'),
    begin: exported('begin'),
    run: () => STEPS[run()] ?? 'done',
    takeAll: exported('takeAll'),
    skipLine: exported('skipLine'),
    forget: exported('forget'),
    forgetHolding: exported('forgetHolding'),
    answer: (verdict, id, replacementBytes) => void answer(VERDICTS[verdict], id, replacementBytes),
    rowCount: exported('rowCount'),
    hitCount: exported('hitCount'),
    changedCount: exported('changedCount'),
    lineFrom: exported('lineFrom'),
    lineTo: exported('lineTo'),
    questionStart: exported('questionStart'),
    questionMiddle: exported('questionMiddle'),
    questionEnd: exported('questionEnd'),
  };
}
