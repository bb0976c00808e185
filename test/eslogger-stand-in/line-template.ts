/**
 * A source line with holes for what every run makes anew: both sequence numbers, mach_time and time. Taken apart once, so that writing one is
 * copying five pieces and some digits: 100,000 lines a second, and a recorder beside it, is the point.
 */
import { parseTree, writeTree } from './number-keeping-json.ts';
import { seededRandom } from './random.ts';

type Hole = 'seq' | 'globalSeq' | 'machTime' | 'time';

/** Text, hole, text, hole, … text with its newline. */
export interface LineLayout {
  readonly texts: readonly Buffer[];
  readonly holes: readonly Hole[];
}

export interface LineTemplate {
  readonly type: string;
  /** Pid and executable of the acting process, for group suppression and `--select`. */
  readonly pid: number;
  readonly executable: string;
  /** One for each key order. */
  readonly orders: readonly LineLayout[];
  readonly longest: number;
  /** As the source has them; the time with its quotes. */
  readonly machTime: number;
  readonly time: string;
}

const HOLES: Readonly<Record<string, Hole>> = {
  '"seq_num"': 'seq',
  '"global_seq_num"': 'globalSeq',
  '"mach_time"': 'machTime',
  '"time"': 'time',
};

export function lineTemplate(line: string, keyOrders: number, seed: number): LineTemplate {
  const tree = parseTree(line);
  if (tree.kind !== 'object') throw new Error(`no event line: ${line.slice(0, 80)}`);
  // Marks that no line can hold: NUL bytes.
  const marked = {
    kind: 'object' as const,
    entries: tree.entries.map(([key, value]) => {
      const hole = HOLES[key];
      return [key, hole === undefined ? value : { kind: 'leaf' as const, text: `\0${hole}\0` }] as const;
    }),
  };
  const random = seededRandom(seed);
  const shuffle = <T>(items: readonly T[]): readonly T[] =>
    keyOrders === 1
      ? items
      : items
          .map((item) => ({ item, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
  const orders = Array.from({ length: keyOrders }, () => layoutOf(`${writeTree(marked, shuffle)}\n`));
  const parsed = JSON.parse(line) as {
    readonly time: string;
    readonly mach_time: number;
    readonly event: Readonly<Record<string, unknown>>;
    readonly process: {
      readonly audit_token: { readonly pid: number };
      readonly executable: { readonly path: string };
    };
  };
  return {
    type: Object.keys(parsed.event)[0] ?? '',
    pid: parsed.process.audit_token.pid,
    executable: parsed.process.executable.path,
    orders,
    longest: line.length + LONGEST_NUMBERS,
    machTime: parsed.mach_time,
    time: JSON.stringify(parsed.time),
  };
}

const LONGEST_NUMBERS = 128;

function layoutOf(text: string): LineLayout {
  const pieces = text.split('\0');
  return {
    texts: pieces.filter((_, index) => index % 2 === 0).map((piece) => Buffer.from(piece, 'latin1')),
    holes: pieces.flatMap((piece) => Object.values(HOLES).find((hole) => hole === piece) ?? []),
  };
}

export interface LineNumbers {
  readonly seq: number;
  readonly globalSeq: number;
  readonly machTime: number;
  /** RFC 3339 with nine digits, quotes included. */
  readonly time: string;
}

/** Writes the line at `from`; returns where it ends. */
export function fill(
  target: Buffer,
  from: number,
  { texts, holes }: LineLayout,
  numbers: LineNumbers,
): number {
  let at = from;
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index];
    if (text !== undefined) {
      target.set(text, at);
      at += text.length;
    }
    const hole = holes[index];
    if (hole === undefined) continue;
    if (hole === 'time') at += target.write(numbers.time, at, 'latin1');
    else at = writeDigits(target, at, numbers[hole]);
  }
  return at;
}

/** A whole number, not negative: without making a text of it first. */
function writeDigits(target: Buffer, at: number, value: number): number {
  let length = 1;
  for (let bound = 10; value >= bound; bound *= 10) length += 1;
  let rest = value;
  for (let index = at + length - 1; index >= at; index -= 1) {
    const next = Math.floor(rest / 10);
    target[index] = ZERO + rest - next * 10;
    rest = next;
  }
  return at + length;
}

const ZERO = 0x30;
