/** The WebAssembly module of wasm/event-scan, with types. Offsets in rows are of its input. */
import { instantiateWasm } from '../../platform/wasm-module.ts';
import { MODULE } from './generated/module.ts';

/** Room for the name of an event type, with its length. */
const NAME_BYTES = 64;
/** What became of a line. */
export const LINE = { read: 0, byHand: 1, skipped: 2 } as const;
/** What `run` stopped at, by its number. */
const STEPS = ['done', 'full', 'no-room'] as const;

/** All of the module's memory, which never grows. A view of each part would cost more than what it is made for. */
export interface ScanMemory {
  readonly bytes: Buffer;
  /** Numbers of 4 and of 8 bytes. */
  readonly words: Uint32Array;
  readonly numbers: Float64Array;
}

export interface EventScanModule {
  readonly memory: ScanMemory;
  readonly input: Buffer;
  /** The rows as numbers of 4 and of 8 bytes. */
  readonly words: Uint32Array;
  readonly numbers: Float64Array;
  /** `TIME_BYTES` a row: the time as the line has it, `USUAL_TIME_LENGTH` of them. */
  readonly times: Uint8Array;
  readonly news: Uint32Array;
  readonly setSeed: (low: number, high: number) => void;
  /** Only these event types; undefined, and more than fit: all. */
  readonly setWanted: (types: ReadonlySet<string> | undefined) => void;
  readonly begin: (bytes: number) => void;
  readonly run: () => (typeof STEPS)[number];
  readonly takeAll: () => void;
  readonly forget: () => void;
  readonly rowCount: () => number;
  readonly newsCount: () => number;
}

/** What the texts are, by their number. `lifeBody`: of an exec or a fork, with a zero in the place of its process. */
export const TEXT_KINDS = { outline: 0, process: 1, body: 2, lifeBody: 3, string: 4, rowBody: 5 } as const;
/** Operations of events that are read as rows, by their number. */
export const BODY_OPERATIONS = [
  undefined,
  'exec',
  'create',
  'rename',
  'unlink',
  'write',
  'truncate',
  'close',
  'setextattr',
  'deleteextattr',
  'setmode',
  'setowner',
  'setflags',
  'setacl',
  'setattrlist',
  'utimes',
] as const;
/** Before the bytes of a process: 32 numbers of 8 bytes, ids of six texts, whether they are all of it, and room. */
export const PROCESS_ROW_BYTES = 32 * 8 + 8 * 4;

/** What a row, its time and a piece of news take, in bytes. */
export const ROW_BYTES = 88;
export const TIME_BYTES = 32;
export const NEWS_BYTES = 16;

export function loadEventScanModule(): EventScanModule {
  const { memory, exported } = instantiateWasm(MODULE);
  const number = (name: string) => exported(name)();
  const run = exported('run');
  const rows = number('rowsAt');
  const rowsBytes = number('rowsBytes');
  const setWanted = exported('setWanted');
  const wanted = Buffer.from(memory, number('wantedAt'), number('mostWanted') * NAME_BYTES);
  return {
    memory: {
      bytes: Buffer.from(memory),
      words: new Uint32Array(memory),
      numbers: new Float64Array(memory),
    },
    input: Buffer.from(memory, number('inputAt'), number('inputBytes')),
    words: new Uint32Array(memory, rows, rowsBytes / 4),
    numbers: new Float64Array(memory, rows, rowsBytes / 8),
    times: new Uint8Array(memory, number('timesAt'), (rowsBytes / ROW_BYTES) * TIME_BYTES),
    news: new Uint32Array(memory, number('newsAt'), (rowsBytes / ROW_BYTES) * 2 * NEWS_BYTES),
    setSeed: exported('setSeed'),
    setWanted: (types) => setWanted(writeNames(wanted, types)),
    begin: exported('begin'),
    run: () => STEPS[run()] ?? 'done',
    takeAll: exported('takeAll'),
    forget: exported('forget'),
    rowCount: exported('rowCount'),
    newsCount: exported('newsCount'),
  };
}

/** How many names were written; 0 where they do not fit. */
function writeNames(table: Buffer, types: ReadonlySet<string> | undefined): number {
  const names = [...(types ?? [])].map((name) => Buffer.from(name));
  const fits =
    names.length * NAME_BYTES <= table.length && names.every(({ length }) => length <= NAME_BYTES - 4);
  if (!fits) return 0;
  for (const [index, name] of names.entries()) {
    table.writeUInt32LE(name.length, index * NAME_BYTES);
    name.copy(table, index * NAME_BYTES + 4);
  }
  return names.length;
}
