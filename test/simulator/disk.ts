/** What programs do to files, as events. Several calls in a row belong to one act; callers wait in between. */
import type { Eslogger } from './eslogger.ts';
import type { Files } from './files.ts';
import type { JsonObject } from './json.ts';
import type { Process } from './process.ts';
import { ALPHANUMERIC, type Random } from './random.ts';

const MODE_666 = 0o666;
/** APFS, as statfs numbers it. */
const APFS_TYPE = 26;
const MNT_LOCAL = 0x1000;
const MNT_RDONLY = 0x1;

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export interface MountedVolume {
  readonly path: string;
  /** `/dev/disk3s1`, a server's share … */
  readonly from: string;
  readonly fileSystem: string;
  readonly readOnly?: boolean;
  /** ES_MOUNT_DISPOSITION: 0 external, 1 internal, 2 network, 3 virtual. */
  readonly disposition: number;
}

export class Disk {
  readonly #eslogger: Eslogger;
  readonly #files: Files;
  readonly #random: Random;

  constructor(eslogger: Eslogger, files: Files, random: Random) {
    this.#eslogger = eslogger;
    this.#files = files;
    this.#random = random;
  }

  get files(): Files {
    return this.#files;
  }

  create(by: Process, path: string, size = 0): void {
    this.#files.write(path, ownerOf(by), size);
    this.#eslogger.notify('create', by, {
      destination_type: 0,
      destination: { existing_file: this.#files.show(path) },
      acl: null,
    });
  }

  /** An ES client forbade it: the one case in which create shows a path that is not there. */
  createDenied(by: Process, path: string): void {
    const folder = this.#files.show(parentOf(path), true);
    this.#eslogger.notify(
      'create',
      by,
      {
        destination_type: 1,
        destination: { new_path: { dir: folder, filename: nameOf(path), mode: MODE_666 } },
        acl: null,
      },
      { denied: true },
    );
  }

  makeFolder(by: Process, path: string): void {
    this.#eslogger.notify('create', by, {
      destination_type: 0,
      destination: { existing_file: this.#files.show(path, true) },
      acl: null,
    });
  }

  /** The end of writing: close with `modified`. */
  close(by: Process, path: string, modified = true): void {
    this.#eslogger.notify('close', by, {
      target: this.#files.show(path),
      modified,
      was_mapped_writable: false,
    });
  }

  /** A new file with content, or an old one written over. */
  write(by: Process, path: string, size: number = this.#random.int(200, 90_000)): void {
    if (!this.#files.exists(path)) this.create(by, path);
    this.#files.write(path, ownerOf(by), size);
    this.close(by, path);
  }

  rename(by: Process, from: string, to: string): void {
    const source = this.#files.show(from);
    const replaces = this.#files.exists(to);
    const destination: JsonObject = replaces
      ? { existing_file: this.#files.show(to) }
      : { new_path: { dir: this.#files.show(parentOf(to), true), filename: nameOf(to) } };
    const body = { source, destination_type: replaces ? 0 : 1, destination };
    this.#eslogger.notify('rename', by, body);
    // Endpoint Security may report one syscall twice.
    if (this.#random.chance(0.004)) this.#eslogger.notify('rename', by, body);
    this.#files.move(from, to);
  }

  clone(by: Process, from: string, to: string): void {
    this.#eslogger.notify('clone', by, {
      source: this.#files.show(from),
      target_dir: this.#files.show(parentOf(to), true),
      target_name: nameOf(to),
    });
    this.#files.write(to, ownerOf(by), this.#random.int(4000, 900_000));
  }

  copyfile(by: Process, from: string, to: string): void {
    const replaces = this.#files.exists(to);
    this.#eslogger.notify('copyfile', by, {
      source: this.#files.show(from),
      target_file: replaces ? this.#files.show(to) : null,
      target_dir: this.#files.show(parentOf(to), true),
      target_name: nameOf(to),
      mode: 0o644,
      flags: 0,
    });
    this.#files.write(to, ownerOf(by), this.#random.int(4000, 900_000));
  }

  link(by: Process, from: string, to: string): void {
    this.#eslogger.notify('link', by, {
      source: this.#files.show(from),
      target_dir: this.#files.show(parentOf(to), true),
      target_filename: nameOf(to),
    });
  }

  unlink(by: Process, path: string): void {
    const body = { target: this.#files.show(path), parent_dir: this.#files.show(parentOf(path), true) };
    this.#eslogger.notify('unlink', by, body);
    this.#files.remove(path);
  }

  truncate(by: Process, path: string): void {
    this.#files.write(path, ownerOf(by), 0);
    this.#eslogger.notify('truncate', by, { target: this.#files.show(path) });
  }

  setAttribute(by: Process, path: string, name: string): void {
    this.#eslogger.notify('setextattr', by, { target: this.#files.show(path), extattr: name });
  }

  setMode(by: Process, path: string, mode: number): void {
    this.#files.setMode(path, mode);
    this.#eslogger.notify('setmode', by, { target: this.#files.show(path), mode });
  }

  /** Foundation's way to replace a property list: a hidden neighbour with six random letters, then rename. */
  replace(by: Process, path: string, style: 'hidden' | 'suffix' = 'hidden'): void {
    const random = this.#random.text(style === 'hidden' ? 6 : 7, ALPHANUMERIC);
    const temporary =
      style === 'hidden' ? `${parentOf(path)}/.${nameOf(path)}.${random}` : `${path}.${random}`;
    this.write(by, temporary);
    this.rename(by, temporary, path);
  }

  mount(by: Process, volume: MountedVolume): void {
    const { messageVersion } = this.#eslogger.context;
    this.#eslogger.notify('mount', by, {
      statfs: this.#statfs(volume),
      disposition: messageVersion >= 8 ? volume.disposition : undefined,
    });
  }

  unmount(by: Process, volume: MountedVolume): void {
    this.#eslogger.notify('unmount', by, { statfs: this.#statfs(volume) });
  }

  #statfs(volume: MountedVolume): JsonObject {
    const blocks = 120_700_000;
    const free = this.#random.int(9_000_000, 80_000_000);
    return {
      f_bsize: 4096,
      f_iosize: 1_048_576,
      f_blocks: blocks,
      f_bfree: free,
      f_bavail: free,
      f_files: 4_000_000_000 - this.#random.int(0, 900_000),
      f_ffree: free * 40,
      f_fsid: [16_777_220 + this.#random.int(0, 20), APFS_TYPE],
      f_owner: 0,
      f_type: volume.fileSystem === 'apfs' ? APFS_TYPE : 30,
      f_flags: MNT_LOCAL | (volume.readOnly === true ? MNT_RDONLY : 0),
      f_fssubtype: 0,
      f_flags_ext: 0,
      f_fstypename: volume.fileSystem,
      f_mntonname: volume.path,
      f_mntfromname: volume.from,
    };
  }
}

const ownerOf = (by: Process) => ({ name: '', uid: by.credentials.euid, gid: by.credentials.egid });
