/** The questions the recorder asks a Mac, behind one interface. Every answer is a Reading; none of them throws. */
import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { OsVersion } from '../../model/trace.ts';
import { parseScutil, parseSerial, parseUsers, type Identities } from './identities.ts';
import {
  parseDisabled,
  parseLaunchctlPrint,
  parsePs,
  PS_ARGUMENTS,
  type LaunchdJob,
  type RunningProcess,
} from './processes.ts';
import { read, readingOf, unread, valueOf, type Reading } from './reading.ts';
import { runTool, type RunTool, type ToolLimits, type ToolResult } from './run-tool.ts';
import {
  KERNEL_KEYS,
  parseCsrutil,
  parseEnrollment,
  parseFdesetup,
  parseNetworkTime,
  parsePmset,
  parseSwVers,
  parseSysctl,
  type KernelFacts,
} from './system-facts.ts';
import { MACOS_TOOLS, type ToolPaths } from './tools.ts';
import {
  BRAIN_ASSETS,
  parseBrainVersions,
  parseNvramNames,
  parseSnapshots,
  type BrainAsset,
} from './upgrade-state.ts';

export interface DiskSpace {
  /** Free to anyone but root. Purgeable space is not counted: nothing here can ask for it. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface MacHost {
  readonly tools: ToolPaths;
  osVersion(): Promise<Reading<OsVersion & { readonly extra: string | undefined }>>;
  kernel(): Promise<Reading<KernelFacts>>;
  systemIntegrityProtection(): Promise<Reading<'enabled' | 'disabled' | 'custom'>>;
  diskSpace(path: string): Promise<Reading<DiskSpace>>;
  snapshots(): Promise<Reading<readonly string[]>>;
  /** Names only. */
  updateVariables(): Promise<Reading<readonly string[]>>;
  updateBrains(): Promise<Reading<readonly BrainAsset[]>>;
  offeredEvents(): Promise<Reading<readonly string[]>>;
  processes(): Promise<Reading<readonly RunningProcess[]>>;
  launchdJob(label: string): Promise<Reading<LaunchdJob>>;
  isJobDisabled(label: string): Promise<Reading<boolean>>;
  /** Hands a property list to launchd, which starts the job where it says so. */
  loadJob(plistPath: string): Promise<Reading<true>>;
  /** Ends the job and takes it from launchd. True also where launchd did not have it. */
  unloadJob(label: string): Promise<Reading<true>>;
  /** A named pipe that only this user may open. */
  makePipe(path: string): Promise<Reading<true>>;
  power(): Promise<
    Reading<{ readonly source: 'ac' | 'battery' | 'ups'; readonly percent: number | undefined }>
  >;
  fileVault(): Promise<Reading<'on' | 'off' | 'changing'>>;
  networkTime(): Promise<Reading<boolean>>;
  managed(): Promise<Reading<boolean>>;
  identities(): Promise<Identities>;
  /** Starts a program that does nothing, in a process group of its own: for events that somebody waits for. */
  runNothing(): Promise<void>;
  /** Runs a program, in a process group of its own, that makes an empty file: an exec with the path among its arguments, and a create. */
  makeFile(path: string): Promise<void>;
}

/** `--list-events` has been seen to answer at once; nothing says how long it may take. */
const LIST_LIMITS: ToolLimits = { timeoutMs: 5_000, outputBytes: 64 * 1024 };
/** One short name a line; that layout is what others report, not what the manual says, so anything else in it is refused. */
const EVENT_NAME = /^[a-z][a-z0-9_]{1,63}$/;
const LAUNCHCTL_LIMITS: ToolLimits = { timeoutMs: 5_000 };
/** Waits for the job to end: as long as launchd gives it, and a little more. */
const UNLOAD_LIMITS: ToolLimits = { timeoutMs: 70_000 };

export interface MacHostOptions {
  readonly tools?: ToolPaths;
  readonly run?: RunTool;
  readonly brainAssets?: string;
  readonly volumesFolder?: string;
}

export function openMacHost(options: MacHostOptions = {}): MacHost {
  const tools = options.tools ?? MACOS_TOOLS;
  const run = options.run ?? runTool;
  const brainAssets = options.brainAssets ?? BRAIN_ASSETS;
  const ask = async <Value>(
    path: string,
    args: readonly string[],
    parse: (stdout: string) => Value | undefined,
    limits?: ToolLimits,
  ): Promise<Reading<Value>> => readingOf(await run(path, args, limits), parse);
  return {
    tools,
    osVersion: () => ask(tools.swVers, [], parseSwVers),
    kernel: () => ask(tools.sysctl, KERNEL_KEYS, parseSysctl),
    systemIntegrityProtection: () => ask(tools.csrutil, ['status'], parseCsrutil),
    diskSpace: readDiskSpace,
    snapshots: () => ask(tools.diskutil, ['apfs', 'listSnapshots', '-plist', '/'], parseSnapshots),
    updateVariables: () => ask(tools.nvram, ['-p'], parseNvramNames),
    updateBrains: () =>
      readBrains(brainAssets, (path) => run(tools.plutil, ['-convert', 'json', '-o', '-', path])),
    offeredEvents: () => ask(tools.eslogger, ['--list-events'], parseEventNames, LIST_LIMITS),
    processes: () => ask(tools.ps, PS_ARGUMENTS, parsePs),
    launchdJob: async (label) => {
      const result = await run(tools.launchctl, ['print', `system/${label}`], LAUNCHCTL_LIMITS);
      return readingOf(result, (stdout) =>
        parseLaunchctlPrint(stdout, result.kind === 'ended' ? result.stderr : ''),
      );
    },
    isJobDisabled: (label) =>
      ask(
        tools.launchctl,
        ['print-disabled', 'system'],
        (text) => (text.includes('=>') ? (parseDisabled(text, label) ?? false) : undefined),
        LAUNCHCTL_LIMITS,
      ),
    loadJob: async (plistPath) =>
      succeeded(await run(tools.launchctl, ['bootstrap', 'system', plistPath], LAUNCHCTL_LIMITS)),
    unloadJob: async (label) => {
      const result = await run(tools.launchctl, ['bootout', `system/${label}`], UNLOAD_LIMITS);
      return isNotLoaded(result) ? read(true) : succeeded(result);
    },
    makePipe: async (path) => succeeded(await run(tools.mkfifo, ['-m', '600', path])),
    power: () => ask(tools.pmset, ['-g', 'batt'], parsePmset),
    fileVault: () => ask(tools.fdesetup, ['status'], parseFdesetup),
    networkTime: () => ask(tools.systemsetup, ['-getusingnetworktime'], parseNetworkTime),
    managed: () => ask(tools.profiles, ['status', '-type', 'enrollment'], parseEnrollment),
    runNothing: async () => {
      await run(tools.true, []);
    },
    makeFile: async (path) => {
      await run(tools.touch, [path]);
    },
    identities: () => readIdentities(ask, tools, options.volumesFolder ?? '/Volumes'),
  };
}

export function parseEventNames(text: string): readonly string[] | undefined {
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return names.length > 0 && names.every((name) => EVENT_NAME.test(name)) ? names : undefined;
}

function succeeded(result: ToolResult): Reading<true> {
  return readingOf(result, () => (result.kind === 'ended' && result.code === 0 ? true : undefined));
}

/**
 * `Boot-out failed: 3: No such process`, with exit code 3, where launchd has no such job; newer systems also end with 113, as `print` does. Both are from
 * public scripts and logs; the numbers are errno values, and no manual lists them.
 */
function isNotLoaded(result: ToolResult): boolean {
  return (
    result.kind === 'ended' &&
    (result.code === 3 ||
      result.code === 113 ||
      /no such process|could not find service/i.test(result.stderr))
  );
}

async function readDiskSpace(path: string): Promise<Reading<DiskSpace>> {
  try {
    const { bsize, bavail, blocks } = await statfs(path);
    return read({ freeBytes: bsize * bavail, totalBytes: bsize * blocks });
  } catch (error) {
    return unread('refused', error instanceof Error ? error.message : String(error));
  }
}

async function readBrains(
  folder: string,
  convert: (path: string) => Promise<ToolResult>,
): Promise<Reading<readonly BrainAsset[]>> {
  let names: readonly string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.asset')).sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' ? read([]) : unread('refused', String(code ?? error));
  }
  const brains = await Promise.all(
    names.map(async (asset): Promise<BrainAsset> => {
      const versions = readingOf(await convert(join(folder, asset, 'Info.plist')), parseBrainVersions);
      return { asset, versions: valueOf(versions) ?? {} };
    }),
  );
  return read(brains);
}

type Ask = <Value>(
  path: string,
  args: readonly string[],
  parse: (stdout: string) => Value | undefined,
) => Promise<Reading<Value>>;

async function readIdentities(ask: Ask, tools: ToolPaths, volumesFolder: string): Promise<Identities> {
  const [users, serial, volumes, ...hosts] = await Promise.all([
    ask(tools.dscl, ['.', '-list', '/Users', 'UniqueID'], parseUsers),
    ask(tools.ioreg, ['-rd1', '-c', 'IOPlatformExpertDevice'], parseSerial),
    readdir(volumesFolder).catch(() => []),
    ...['ComputerName', 'LocalHostName', 'HostName'].map((name) =>
      ask(tools.scutil, ['--get', name], parseScutil),
    ),
  ]);
  const serialNumber = valueOf(serial);
  return {
    users: valueOf(users) ?? [],
    hosts: [...new Set(hosts.flatMap((host) => valueOf(host) ?? []))],
    serials: serialNumber === undefined ? [] : [serialNumber],
    volumes,
  };
}
