/**
 * The document of a process tree as `JSON.stringify(tree, null, 2)` writes it, in pieces, from its columns. Most of a long tree is the same few keys and
 * programs: what depends on one image, label or exit alone is written once and copied.
 */
import {
  CONTEXT,
  FAILED_LAUNCH,
  FORK_ONLY,
  type GrownTree,
  type TreeColumns,
  type TreeExit,
} from '../model/process-tree.ts';
import { treeProcess } from '../model/tree-rows.ts';
import { JsonBytes } from './json-bytes.ts';

/** What is none, in columns of rows. */
const NONE = -1;
/** Values that the flags beside an exit have together. */
const FLAGS = 4;
const NO_PROCESSES = '"processes": []\n}';

/** `write`: takes one piece after the other, which is its own from then on. */
export function writeTreeJson({ head, columns }: GrownTree, write: (piece: Buffer) => void): void {
  const frame = JSON.stringify({ ...head, processes: [] }, null, 2);
  if (columns.count === 0) {
    write(Buffer.from(frame));
    return;
  }
  const json = new JsonBytes(write);
  const writer = new ProcessWriter(columns, json);
  json.bytes(Buffer.from(`${frame.slice(0, -NO_PROCESSES.length)}"processes": [`));
  for (let row = 0; row < columns.count; row += 1) writer.write(row);
  json.bytes(Buffer.from('\n  ]\n}'));
  json.end();
}

/** A key behind another member. */
const key = (name: string): Buffer => Buffer.from(`,\n      "${name}": `);
const FIRST = Buffer.from('\n    {\n      "id": ');
const NEXT = Buffer.from(',\n    {\n      "id": ');
const PARENT = key('parent');
const DEPTH = key('depth');
const BOOT = key('boot');
const PID = key('pid');
const PIDVERSION = key('pidversion');
const ENDED = key('endedMs');
const RESPONSIBLE = key('responsible');
const contextEnd = (context: boolean): Buffer => Buffer.from(`,\n      "context": ${context}\n    }`);
const [CONTEXT_END, END] = [contextEnd(true), contextEnd(false)];

class ProcessWriter {
  readonly #columns: TreeColumns;
  readonly #json: JsonBytes;
  /** By the number of an image: name and list of a process that ran it alone. */
  readonly #lone: (Buffer | undefined)[] = [];
  readonly #labels: (Buffer | undefined)[] = [];
  /** By exit and flags. */
  readonly #ends: (Buffer | undefined)[] = [];

  constructor(columns: TreeColumns, json: JsonBytes) {
    this.#columns = columns;
    this.#json = json;
  }

  write(row: number): void {
    const json = this.#json;
    const columns = this.#columns;
    json.bytes(row === 0 ? FIRST : NEXT);
    json.number(columns.id[row] ?? 0);
    json.bytes(PARENT);
    this.#row(columns.parent[row]);
    json.bytes(DEPTH);
    json.number(columns.depth[row] ?? 0);
    json.bytes(BOOT);
    json.number(columns.boot[row] ?? 0);
    json.bytes(PID);
    json.number(columns.pid[row] ?? 0);
    json.bytes(PIDVERSION);
    json.number(columns.pidversion[row] ?? 0);
    json.bytes(this.#names(row));
    json.bytes(this.#label(columns.label[row] ?? 0));
    json.thousandths(columns.startedMs[row] ?? Number.NaN);
    json.bytes(ENDED);
    json.thousandths(columns.endedMs[row] ?? Number.NaN);
    const flags = columns.flags[row] ?? 0;
    json.bytes(this.#end(columns.exit[row] ?? NONE, flags & (FAILED_LAUNCH | FORK_ONLY)));
    json.number(columns.bornOf[row] ?? Number.NaN);
    json.bytes(RESPONSIBLE);
    this.#row(columns.responsible[row]);
    json.bytes((flags & CONTEXT) === 0 ? END : CONTEXT_END);
  }

  /** Below zero: none. */
  #row(row = NONE): void {
    this.#json.number(row < 0 ? Number.NaN : row);
  }

  #names(row: number): Buffer {
    const { firstImage, image: images, images: shared, args } = this.#columns;
    const image = images[firstImage[row] ?? 0] ?? 0;
    const isLone = (firstImage[row + 1] ?? 0) - (firstImage[row] ?? 0) === 1;
    if (!isLone || args !== undefined || shared[image]?.name === '') return namesText(this.#columns, row);
    return (this.#lone[image] ??= namesText(this.#columns, row));
  }

  #label(number: number): Buffer {
    return (this.#labels[number] ??= Buffer.from(
      `,\n      "label": ${number === 0 ? 'null' : text(this.#columns.labels[number] ?? '')},\n      "startedMs": `,
    ));
  }

  #end(exit: number, flags: number): Buffer {
    const at = (exit + 1) * FLAGS + flags;
    return (this.#ends[at] ??= Buffer.from(
      `,\n      "exit": ${exitText(this.#columns.exits[exit])},\n      "failedLaunch": ${(flags & FAILED_LAUNCH) !== 0}` +
        `,\n      "forkOnly": ${(flags & FORK_ONLY) !== 0},\n      "bornOf": `,
    ));
  }
}

const text = (value: string | null): string => JSON.stringify(value);

/** Name and images. */
function namesText(columns: TreeColumns, row: number): Buffer {
  const { name, images } = treeProcess(columns, row);
  const list = images.length === 0 ? '[]' : JSON.stringify(images, null, 2).replaceAll('\n', '\n      ');
  return Buffer.from(`,\n      "name": ${text(name)},\n      "images": ${list}`);
}

function exitText(exit: TreeExit | undefined): string {
  return exit === undefined ? 'null' : JSON.stringify(exit, null, 2).replaceAll('\n', '\n      ');
}
