/** What programs do to files, as events. Several calls in a row belong to one act; callers wait in between. */
import type { Eslogger, EventName } from './eslogger.ts';
import type { Files } from './files.ts';
import type { JsonObject } from './json.ts';
import type { Process } from './process.ts';
import { ALPHANUMERIC, type Random } from './random.ts';
import type { DiskOperation } from './tweaks.ts';

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

/** What an injection changes about acts on files. */
export interface DiskEdits {
  readonly path: (path: string) => string;
  /** How the act is done and by whom; undefined: not at all. */
  readonly act: (
    operation: DiskOperation,
    by: Process,
    path: string,
  ) => { readonly operation: DiskOperation; readonly by: Process } | undefined;
}

/** The one who acts and what is acted on; `from` where something is moved or copied. */
interface Target {
  readonly path: string;
  readonly from?: string;
  readonly size?: number;
  readonly detail?: string | number | boolean;
}

export class Disk {
  readonly #eslogger: Eslogger;
  readonly #files: Files;
  readonly #random: Random;
  readonly #edits: DiskEdits;

  constructor(eslogger: Eslogger, files: Files, random: Random, edits: DiskEdits) {
    this.#eslogger = eslogger;
    this.#files = files;
    this.#random = random;
    this.#edits = edits;
  }

  get files(): Files {
    return this.#files;
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

  create(by: Process, path: string, size = 0): void {
    this.#do('create', by, { path: this.#edits.path(path), size });
  }

  makeFolder(by: Process, path: string): void {
    this.#do('folder', by, { path: this.#edits.path(path) });
  }

  /** The end of writing: close with `modified`. */
  close(by: Process, path: string, modified = true): void {
    this.#do('close', by, { path: this.#edits.path(path), detail: modified });
  }

  /** A new file with content, or an old one written over. */
  write(by: Process, path: string, size: number = this.#random.int(200, 90_000)): void {
    const place = this.#edits.path(path);
    if (!this.#files.exists(place)) this.#do('create', by, { path: place, size: 0 });
    this.#files.write(place, ownerOf(by), size);
    this.#do('close', by, { path: place, detail: true });
  }

  rename(by: Process, from: string, to: string): void {
    this.#do('rename', by, { from: this.#edits.path(from), path: this.#edits.path(to) });
  }

  clone(by: Process, from: string, to: string): void {
    this.#do('clone', by, { from: this.#edits.path(from), path: this.#edits.path(to) });
  }

  copyfile(by: Process, from: string, to: string): void {
    this.#do('copyfile', by, { from: this.#edits.path(from), path: this.#edits.path(to) });
  }

  link(by: Process, from: string, to: string): void {
    this.#do('link', by, { from: this.#edits.path(from), path: this.#edits.path(to) });
  }

  unlink(by: Process, path: string): void {
    this.#do('unlink', by, { path: this.#edits.path(path) });
  }

  truncate(by: Process, path: string): void {
    this.#do('truncate', by, { path: this.#edits.path(path) });
  }

  setAttribute(by: Process, path: string, name: string): void {
    this.#do('setextattr', by, { path: this.#edits.path(path), detail: name });
  }

  setMode(by: Process, path: string, mode: number): void {
    this.#do('setmode', by, { path: this.#edits.path(path), detail: mode });
  }

  /** Foundation's way to replace a property list: a hidden neighbour with six random letters, then rename. */
  replace(by: Process, path: string, style: 'hidden' | 'suffix' = 'hidden'): void {
    const random = this.#random.text(style === 'hidden' ? 6 : 7, ALPHANUMERIC);
    const temporary =
      style === 'hidden' ? `${parentOf(path)}/.${nameOf(path)}.${random}` : `${path}.${random}`;
    this.write(by, temporary);
    this.rename(by, temporary, path);
  }

  #do(operation: DiskOperation, by: Process, target: Target): void {
    const edited = this.#edits.act(operation, by, target.path);
    if (edited === undefined) return;
    if (target.from === undefined) this.#change(edited.operation, edited.by, target);
    else this.#place(edited.operation, edited.by, target.from, target.path);
  }

  /** What is done to one path. */
  #change(operation: DiskOperation, by: Process, { path, size, detail }: Target): void {
    const show = (): JsonObject => this.#files.show(path);
    const notify = (type: EventName, body: JsonObject): void => this.#eslogger.notify(type, by, body);
    switch (operation) {
      case 'create':
        this.#files.write(path, ownerOf(by), size ?? 0);
        {
          notify('create', { destination_type: 0, destination: { existing_file: show() }, acl: null });
          return;
        }
      case 'folder': {
        notify('create', {
          destination_type: 0,
          destination: { existing_file: this.#files.show(path, true) },
          acl: null,
        });
        return;
      }
      case 'close': {
        notify('close', { target: show(), modified: detail !== false, was_mapped_writable: false });
        return;
      }
      case 'unlink':
        notify('unlink', { target: show(), parent_dir: this.#files.show(parentOf(path), true) });
        {
          this.#files.remove(path);
          return;
        }
      case 'truncate':
        this.#files.write(path, ownerOf(by), 0);
        {
          notify('truncate', { target: show() });
          return;
        }
      case 'setextattr': {
        notify('setextattr', { target: show(), extattr: String(detail) });
        return;
      }
      case 'setmode':
        this.#files.setMode(path, Number(detail));
        {
          notify('setmode', { target: show(), mode: Number(detail) });
          return;
        }
      case 'rename':
      case 'clone':
      case 'copyfile':
      case 'link':
        throw new Error(`${operation} of ${path} needs an origin`);
    }
  }

  /** What puts something that lies at `from` to another path. */
  #place(operation: DiskOperation, by: Process, from: string, to: string): void {
    const source = this.#files.show(from);
    const folder = (): JsonObject => this.#files.show(parentOf(to), true);
    switch (operation) {
      case 'rename': {
        this.#rename(by, from, to, source);
        return;
      }
      case 'clone':
        this.#eslogger.notify('clone', by, { source, target_dir: folder(), target_name: nameOf(to) });
        break;
      case 'copyfile': {
        const target = this.#files.exists(to) ? this.#files.show(to) : null;
        const names = { target_file: target, target_dir: folder(), target_name: nameOf(to) };
        this.#eslogger.notify('copyfile', by, { source, ...names, mode: 0o644, flags: 0 });
        break;
      }
      case 'link':
        this.#eslogger.notify('link', by, { source, target_dir: folder(), target_filename: nameOf(to) });
        return;
      case 'create':
      case 'folder':
      case 'close':
      case 'unlink':
      case 'truncate':
      case 'setextattr':
      case 'setmode':
        throw new Error(`${operation} has no origin`);
    }
    this.#files.write(to, ownerOf(by), this.#random.int(4000, 900_000));
  }

  #rename(by: Process, from: string, to: string, source: JsonObject): void {
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

  mount(by: Process, volume: MountedVolume): void {
    const { messageVersion } = this.#eslogger.context;
    this.#eslogger.notify('mount', by, {
      statfs: this.#statfs(this.#placed(volume)),
      disposition: messageVersion >= 8 ? volume.disposition : undefined,
    });
  }

  unmount(by: Process, volume: MountedVolume): void {
    this.#eslogger.notify('unmount', by, { statfs: this.#statfs(this.#placed(volume)) });
  }

  #placed(volume: MountedVolume): MountedVolume {
    return { ...volume, path: this.#edits.path(volume.path) };
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
