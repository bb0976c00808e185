/** Files as `stat` shows them: the sealed system with its huge inode numbers, everything else on the Data volume. */
import { createHash } from 'node:crypto';
import { formatTime, type Clock } from './clock.ts';
import type { JsonObject } from './json.ts';
import type { Account } from './program.ts';
import type { Random } from './random.ts';

const SEALED_INODE_BASE = 1_152_921_500_312_000_000n;
/** SF_RESTRICTED | UF_COMPRESSED, and SF_FIRMLINK-like flags of `/`: values of real lines. */
const SEALED_FILE_FLAGS = 524_320;
const ROOT_FOLDER_FLAGS = 1_048_576;
const FOLDER = 0o040_755;
const PLAIN_FILE = 0o100_644;
const EXECUTABLE = 0o100_755;

interface FileState {
  readonly inode: number;
  readonly bornNs: bigint;
  readonly folder: boolean;
  readonly owner: Account;
  size: number;
  changedNs: bigint;
  mode: number;
}

/** A number that belongs to a name: the same in every run. */
function numberOf(name: string, limit: number): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) % limit;
}

function isSealed(path: string): boolean {
  if (path.startsWith('/System/')) {
    return !path.startsWith('/System/Volumes/') && !path.startsWith('/System/Library/AssetsV2');
  }
  return (path.startsWith('/usr/') && !path.startsWith('/usr/local/')) || /^\/s?bin\//.test(path);
}

export class Files {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #device: number;
  readonly #build: string;
  readonly #sealedTime: string;
  readonly #sealed = new Map<string, JsonObject>();
  readonly #states = new Map<string, FileState>();
  #nextInode: number;

  constructor(clock: Clock, random: Random, build: string, sealedAt: string) {
    this.#clock = clock;
    this.#random = random;
    this.#device = 16_777_216 + random.int(12, 19);
    this.#build = build;
    this.#sealedTime = sealedAt.replace('Z', '.000000000Z');
    this.#nextInode = random.int(900_000, 90_000_000);
  }

  /** As eslogger shows a file: path, path_truncated, stat. */
  show(path: string, folder = false): JsonObject {
    if (path === '/' || isSealed(path)) return this.#showSealed(path, folder || path === '/');
    const state = this.#state(path, folder);
    return { path, path_truncated: false, stat: this.#stat(state) };
  }

  /** Written or made now. */
  write(path: string, owner: Account, size: number): void {
    const state = this.#state(path, false, owner);
    state.size = size;
    state.changedNs = this.#clock.wallNs;
  }

  setMode(path: string, mode: number): void {
    this.#state(path, false).mode = 0o100_000 | mode;
  }

  exists(path: string): boolean {
    return this.#states.has(path);
  }

  move(from: string, to: string): void {
    this.#states.set(to, this.#state(from, false));
    this.#states.delete(from);
  }

  remove(path: string): void {
    this.#states.delete(path);
  }

  inodeOf(path: string): number {
    return this.#state(path, false).inode;
  }

  get device(): number {
    return this.#device;
  }

  #state(path: string, folder: boolean, owner: Account = { name: 'root', uid: 0, gid: 0 }): FileState {
    let state = this.#states.get(path);
    if (state === undefined) {
      const now = this.#clock.wallNs;
      const isProgram = path.includes('/MacOS/') || path.includes('/bin/') || path.includes('/libexec/');
      this.#nextInode += this.#random.int(1, 9);
      state = {
        inode: this.#nextInode,
        bornNs: now,
        changedNs: now,
        folder,
        owner,
        size: folder ? 96 : this.#random.int(64, 400_000),
        mode: folder ? FOLDER : isProgram ? EXECUTABLE : PLAIN_FILE,
      };
      this.#states.set(path, state);
    }
    return state;
  }

  #stat(state: FileState): JsonObject {
    const changed = formatTime(state.changedNs);
    return {
      st_dev: this.#device,
      st_ino: state.inode,
      st_mode: state.mode,
      st_nlink: state.folder ? 3 : 1,
      st_uid: state.owner.uid,
      st_gid: state.owner.gid,
      st_rdev: 0,
      st_size: state.size,
      st_blocks: state.folder ? 0 : 8 * Math.ceil(state.size / 4096),
      st_blksize: 4096,
      st_flags: 0,
      st_gen: 0,
      st_atimespec: formatTime(state.bornNs),
      st_mtimespec: changed,
      st_ctimespec: changed,
      st_birthtimespec: formatTime(state.bornNs),
    };
  }

  #showSealed(path: string, folder: boolean): JsonObject {
    let shown = this.#sealed.get(path);
    if (shown === undefined) {
      const size = folder ? 704 : 80_000 + numberOf(`${path} size ${this.#build}`, 2_400_000);
      const time = this.#sealedTime;
      const isRoot = path === '/';
      shown = {
        path,
        path_truncated: false,
        stat: {
          st_dev: this.#device,
          st_ino: isRoot ? 2 : SEALED_INODE_BASE + BigInt(numberOf(`${path} inode ${this.#build}`, 999_999)),
          st_mode: folder ? FOLDER : EXECUTABLE,
          st_nlink: folder ? 22 : 1,
          st_uid: 0,
          st_gid: 0,
          st_rdev: 0,
          st_size: size,
          st_blocks: folder ? 0 : 8 * Math.ceil(size / 8192),
          st_blksize: 4096,
          st_flags: isRoot ? ROOT_FOLDER_FLAGS : SEALED_FILE_FLAGS,
          st_gen: 0,
          st_atimespec: time,
          st_mtimespec: time,
          st_ctimespec: time,
          st_birthtimespec: time,
        },
      };
      this.#sealed.set(path, shown);
    }
    return shown;
  }
}

/** The terminal a shell runs in. */
export function showTty(number: number, owner: Account, openedNs: bigint): JsonObject {
  const opened = formatTime(openedNs);
  return {
    path: `/dev/ttys${String(number).padStart(3, '0')}`,
    path_truncated: false,
    stat: {
      st_dev: 1_333_267_060,
      st_ino: 1220 + number,
      st_mode: 8592,
      st_nlink: 1,
      st_uid: owner.uid,
      st_gid: 4,
      st_rdev: 268_435_456 + number,
      st_size: 0,
      st_blocks: 0,
      st_blksize: 65_536,
      st_flags: 0,
      st_gen: 0,
      st_atimespec: opened,
      st_mtimespec: opened,
      st_ctimespec: opened,
      st_birthtimespec: '1970-01-01T00:00:00.000000000Z',
    },
  };
}
