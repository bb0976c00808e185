/** A fake Mac, armed as a user would, with a simulated upgrade for eslogger to show. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ArmedPlan, ArmedState } from '../../../src/model/armed.ts';
import type { OsVersion } from '../../../src/model/trace.ts';
import { arm, type ArmOptions } from '../../../src/operations/armed/arm.ts';
import type { ArmedOptions } from '../../../src/operations/armed/status.ts';
import { openMacHost } from '../../../src/platform/macos/mac-host.ts';
import { readArmedState } from '../../../src/recorder/armed/armed-state.ts';
import { armedPaths } from '../../../src/recorder/armed/paths.ts';
import type { StandInRun } from '../../eslogger-stand-in/settings.ts';
import { FakeMac } from '../../fake-macos/fake-mac.ts';
import type { RecorderProgram } from '../../fake-macos/recorder-program.ts';

export const BEFORE: OsVersion = { productVersion: '26.1', buildVersion: '25B78' };
export const AFTER: OsVersion = { productVersion: '26.2', buildVersion: '25C56' };

const PLAN: ArmedPlan = {
  method: 'ota',
  labels: {},
  events: 'upgrade',
  redact: 'default',
  sync: 'interval',
  settleMs: 1_000,
  deadlineMs: 120_000,
  maxBytes: null,
  diskFloorBytes: 0,
};

const TIMING: RecorderProgram['timing'] = {
  canaryMs: 300,
  canaryPatienceMs: 20_000,
  farewellMs: 500,
  probeMs: 400,
  watchMs: 50,
  backOffMs: 50,
  longestBackOffMs: 200,
  flushMs: 100,
  pollMs: 200,
  tickMs: 50,
  saveMs: 100,
};

export class ArmedScene {
  readonly mac: FakeMac;
  readonly options: ArmedOptions;
  readonly log: string;

  private constructor(mac: FakeMac) {
    this.mac = mac;
    this.log = join(mac.folder, 'recorder.txt');
    this.options = {
      platform: 'darwin',
      uid: 0,
      paths: armedPaths(mac.stateFolder, mac.daemonsFolder),
      host: openMacHost({ tools: mac.tools }),
      now: () => Date.now(),
    };
  }

  static async create(runs: readonly StandInRun[]): Promise<ArmedScene> {
    return new ArmedScene(await FakeMac.create(runs, BEFORE));
  }

  arm(plan: Partial<ArmedPlan> = {}, more: Partial<ArmOptions> = {}): ReturnType<typeof arm> {
    return arm({
      ...this.options,
      pid: process.pid,
      nodeVersion: process.versions.node,
      nodeArch: process.arch,
      plan: { ...PLAN, ...plan },
      runtime: { node: process.execPath, program: this.#program(), entry: 'main.mjs' },
      owner: process.getuid?.() ?? 0,
      pollMs: 50,
      dataVolume: this.mac.folder,
      ...more,
    });
  }

  async state(): Promise<ArmedState | undefined> {
    return readArmedState(this.options.paths);
  }

  async until(condition: (state: ArmedState | undefined) => boolean): Promise<void> {
    while (!condition(await this.state())) await new Promise((resolve) => setTimeout(resolve, 30));
  }

  async untilGone(label: string): Promise<void> {
    while (this.mac.launchd.pidOf(label) !== undefined)
      await new Promise((resolve) => setTimeout(resolve, 30));
  }

  /** Until the n-th start of eslogger has shown everything, and the recorder has it. */
  async shown(start: number, events: number): Promise<void> {
    await this.until(
      (state) =>
        this.mac.eslogger.account(start)?.written !== undefined && (state?.progress.events ?? 0) >= events,
    );
  }

  /** A folder such as the build makes, whose program is the one for tests. */
  #program(): string {
    const folder = join(this.mac.folder, 'program');
    mkdirSync(folder, { recursive: true });
    const program = fileURLToPath(new URL('../../fake-macos/recorder-program.ts', import.meta.url));
    const { stateFolder, daemonsFolder, tools } = this.mac;
    const settings: RecorderProgram = {
      folder: stateFolder,
      daemonsFolder,
      tools,
      timing: TIMING,
      log: this.log,
    };
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { run } from ${JSON.stringify(program)};\nawait run(${JSON.stringify(settings)});\n`,
    );
    return folder;
  }
}
