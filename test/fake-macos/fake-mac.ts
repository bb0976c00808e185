/** A Mac to arm: launchd, the tools, eslogger, and restarts into another build. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { OsVersion } from '../../src/model/trace.ts';
import type { ToolPaths } from '../../src/platform/macos/tools.ts';
import { createStandIn, type StandIn } from '../eslogger-stand-in/create-stand-in.ts';
import { sampleLine } from '../eslogger-stand-in/sample-lines.ts';
import type { StandInRun } from '../eslogger-stand-in/settings.ts';
import { createTools } from './create-tools.ts';
import { Launchd } from './launchd.ts';

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

export class FakeMac {
  readonly launchd = new Launchd();
  readonly folder = mkdtempSync(join(tmpdir(), 'esdrift-mac-'));
  readonly daemonsFolder = join(this.folder, 'LaunchDaemons');
  readonly stateFolder = join(this.folder, 'Application Support', 'esdrift');
  readonly eslogger: StandIn;
  readonly tools: ToolPaths;
  readonly #toolsFolder: string;
  readonly #server: Server;

  private constructor(runs: readonly StandInRun[]) {
    mkdirSync(this.daemonsFolder, { mode: 0o755 });
    mkdirSync(join(this.folder, 'Application Support'), { mode: 0o755 });
    this.eslogger = createStandIn(runs.map((run) => ({ ...run, injectFrom: this.#injected })));
    const tools = createTools(this.eslogger.path);
    this.#toolsFolder = tools.folder;
    this.tools = tools.paths;
    this.#server = createServer({ allowHalfOpen: true }, (connection) => {
      void text(connection)
        .then((args) => this.launchd.launchctl(JSON.parse(args) as readonly string[]))
        .then((answer) => connection.end(JSON.stringify(answer)));
    });
    this.#writeTools();
  }

  /** `runs`: what eslogger shows at each start. */
  static async create(runs: readonly StandInRun[], system: OsVersion): Promise<FakeMac> {
    const mac = new FakeMac(runs);
    await new Promise<void>((resolve) => mac.#server.listen(mac.#socket, resolve));
    mac.boot(system);
    return mac;
  }

  boot(system: OsVersion): void {
    const { productVersion, buildVersion } = system;
    this.#answer(
      'swVers',
      `ProductName:\t\tmacOS\nProductVersion:\t\t${productVersion}\nBuildVersion:\t\t${buildVersion}\n`,
    );
    this.#answer(
      'sysctl',
      `kern.boottime: { sec = ${Math.floor(Date.now() / 1_000)}, usec = 979990 } Fri Sep 11 23:59:51 2026\n` +
        `kern.bootsessionuuid: ${randomUUID().toUpperCase()}\nkern.hv_vmm_present: 1\nhw.model: VirtualMac2,1\n` +
        'hw.optional.arm64: 1\nhw.tbfrequency: 24000000\n',
    );
    this.launchd.boot(this.daemonsFolder);
  }

  async restart(system: OsVersion): Promise<void> {
    await this.launchd.shutDown();
    this.boot(system);
  }

  /** launchctl reaches nobody from now on. */
  async goDeaf(): Promise<void> {
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  async remove(): Promise<void> {
    await this.launchd.shutDown();
    await this.goDeaf();
    this.eslogger.remove();
    for (const folder of [this.folder, this.#toolsFolder]) rmSync(folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.folder, 'launchd.sock');
  }

  get #injected(): string {
    return join(this.folder, 'injected.jsonl');
  }

  #answer(tool: string, stdout: string): void {
    writeFileSync(join(this.#toolsFolder, `${tool}-0.out`), stdout);
  }

  #writeTools(): void {
    const program = fileURLToPath(new URL('launchctl-program.ts', import.meta.url));
    const words = [process.execPath, program, this.#socket].map(quoted).join(' ');
    this.#writeTool('launchctl', `exec ${words} "$@"`);
    // What the kernel would show of it: an exec of a child of the recorder, and the file it makes.
    const exec = sampleLine('exec', { target: {}, args: ['/usr/bin/touch', '@PATH@'] }, 90_001, '/bin/zsh');
    const create = sampleLine('create', { destination: { path: '@PATH@' } }, 90_001, '/usr/bin/touch');
    const lines = `${exec}\n${create}\n`.replaceAll(
      '"pid":1,"pidversion":7',
      '"pid":@PARENT@,"pidversion":7',
    );
    writeFileSync(join(this.#toolsFolder, 'canary.jsonl'), lines);
    const script = `/usr/bin/sed -e "s#@PATH@#$1#g; s#@PARENT@#$PPID#g" ${quoted(join(this.#toolsFolder, 'canary.jsonl'))} >> ${quoted(this.#injected)}`;
    this.#writeTool('touch', script);
  }

  #writeTool(name: string, script: string): void {
    const path = join(this.#toolsFolder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
}
