/**
 * A Mac with a guest, of shell scripts: `tart` and `ssh` here, and in the guest macOS's own tools. esdrift in the guest answers what needs a
 * Mac (arm, status, collect) itself; everything else is the built CLI. Each call is a line of the log.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SCRIPT = join(root, 'recipes', 'record-upgrade.sh');
export const PASSWORD = 'correct horse';
const SAMPLE = 'traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst';

/** What the two lists of `softwareupdate` look like: github.com/cirruslabs/macos-image-templates, github.com/grahampugh/erase-install. */
export const OTA_LIST =
  'Software Update Tool\n\nFinding available software\nSoftware Update found the following new or updated software:\n' +
  '* Label: Safari27.0TahoeAuto-27.0\n\tTitle: Safari, Version: 27.0, Size: 249465KiB, Recommended: YES, \n' +
  '* Label: macOS Tahoe 26.3-25D125\n\tTitle: macOS Tahoe 26.3, Version: 26.3, Size: 3039632KiB, Recommended: YES, Action: restart, \n';
const INSTALLER_LIST =
  'Finding available software\nSoftware Update found the following full installers:\n' +
  '* Title: macOS Tahoe, Version: 26.3, Size: 17951133KiB, Build: 25D125, Deferred: NO\n' +
  '* Title: macOS Tahoe, Version: 26.1, Size: 16890687KiB, Build: 25B78, Deferred: NO\n';

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class HostWithGuest {
  readonly folder = mkdtempSync(join(tmpdir(), "esdrift recipe's "));
  readonly recordings = join(this.folder, 'recordings');
  private readonly logFile = join(this.folder, 'log');

  constructor() {
    const { folder } = this;
    for (const name of ['bin', 'guest/bin', 'guest/Applications', 'esdrift/dist', 'esdrift/schemas'])
      mkdirSync(join(folder, name), { recursive: true });
    for (const name of ['dist/cli.js', 'package.json', 'oclif.manifest.json'])
      writeFileSync(join(folder, 'esdrift', name), '');
    writeFileSync(this.logFile, '');
    this.put('password', `${PASSWORD}\n`);
    this.put('guest/build', '25C56\n');
    this.put('guest/becomes', '25D125\n');
    this.put('guest/ota', OTA_LIST);
    this.put('guest/installers', INSTALLER_LIST);
    this.program('bin/tart', 'if [ "$1" = ip ]; then echo 192.0.2.7; fi');
    // Down once after a restart; a test says how often with `guest/down`.
    this.program(
      'bin/ssh',
      `if [ -e "$STAND/guest/gone" ]; then exit 255; fi
if [ -e "$STAND/guest/down" ]; then rm "$STAND/guest/down"; exit 255; fi
for command; do :; done
cd "$STAND/guest" && export PATH="$STAND/guest/bin:$PATH"
exec sh -c "$(printf '%s' "$command" | sed "s#'/Applications/#\\"\\$STAND/guest\\"'/Applications/#g")"`,
    );
    this.program('guest/bin/sudo', '[ "$1" = -n ] && shift; exec "$@"');
    this.program('guest/bin/sw_vers', 'cat "$STAND/guest/build"');
    const restart = `[ "$(cat)" = '${PASSWORD}' ] || exit 1
cp "$STAND/guest/becomes" "$STAND/guest/build"; touch "$STAND/guest/down"; exit 143`;
    this.program(
      'guest/bin/softwareupdate',
      `case "$1" in
  --list) cat "$STAND/guest/ota" ;;
  --list-full-installers) cat "$STAND/guest/installers" ;;
  --fetch-full-installer) mv "$STAND/guest/bin/startosinstall" "$STAND/guest/Applications/Install macOS Tahoe.app/Contents/Resources/" ;;
  --install) ${restart} ;;
esac`,
    );
    mkdirSync(join(folder, 'guest/Applications/Install macOS Tahoe.app/Contents/Resources'), {
      recursive: true,
    });
    this.program('guest/bin/startosinstall', restart);
    this.program(
      'esdrift/node_modules/node/bin/node',
      `case "$1" in *dist/cli.js) shift ;; *) exec '${process.execPath}' "$@" ;; esac
case "$1" in
  arm) [ ! -e "$STAND/guest/cannot" ] || exit 6 ;;
  status) if [ -e "$STAND/guest/asked" ]; then echo '{"phase":"ended"}'; else touch "$STAND/guest/asked"; echo '{"phase":"recording"}'; fi ;;
  collect)
    name="macos-26.2-25C56--26.3-25D125.$(sed -n 's/.*--method \\([a-z-]*\\) .*/\\1/p' "$STAND/log" | tail -n 1).jsonl.zst"
    if [ -e "$STAND/guest/unredacted" ]; then cp '${join(root, SAMPLE)}' "$name"
    else '${process.execPath}' '${join(root, 'dist/cli.js')}' trace redact '${join(root, SAMPLE)}' --out "$name" --force > /dev/null; fi && printf '{"path":"./%s"}\\n' "$name" ;;
  *) exec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@" ;;
esac`,
    );
  }

  put(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Logs its name and what it is called with, then does `body`. */
  program(name: string, body: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const word = name.split('/').at(-1) ?? name;
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "${word} $*" >> "$STAND/log"\n${body}\n`);
    chmodSync(path, 0o755);
  }

  sample(name: string): void {
    mkdirSync(this.recordings, { recursive: true });
    copyFileSync(join(root, 'traces', name), join(this.recordings, name));
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  run(...args: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync('sh', [SCRIPT, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        HOME: this.folder,
        PATH: `${join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        STAND: this.folder,
        CI: 'true',
        ESDRIFT_HOME: join(this.folder, 'esdrift'),
        ESDRIFT_PASSWORD_FILE: join(this.folder, 'password'),
        ESDRIFT_POLL_S: '0',
        GIT_AUTHOR_NAME: 'somebody',
        GIT_AUTHOR_EMAIL: 'somebody@example.invalid',
        GIT_COMMITTER_NAME: 'somebody',
        GIT_COMMITTER_EMAIL: 'somebody@example.invalid',
        GIT_CONFIG_NOSYSTEM: '1',
      },
    });
    return { exitCode: status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
