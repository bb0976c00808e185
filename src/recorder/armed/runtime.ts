/**
 * The runtime of the LaunchDaemon: a copy of node and of the recorder's program, in a folder that only root may enter. The node that a user runs (Homebrew's,
 * nvm's) lies where that user can replace it, and root must not run what a user can replace.
 */
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { listFolder } from '../../platform/list-folder.ts';
import { runTool } from '../../platform/macos/run-tool.ts';
import { copyExclusively, makeOwnFolder } from '../../platform/trusted-path.ts';
import type { ArmedPaths } from './paths.ts';

export interface RuntimeSource {
  /** An executable of Node, not a link. */
  readonly node: string;
  /** The folder the build made of the recorder's program, and the file in it that is run. */
  readonly program: string;
  readonly entry: string;
}

const NODE_LIMITS = { timeoutMs: 30_000 };
/** What it says of itself: its version, whether it has zstd, and the libraries it was linked to that do not come with it. */
const QUESTION =
  'const shared = Object.entries(process.config.variables).filter(([name, is]) => /^node_shared/.test(name) && is === true).map(([name]) => name);' +
  'console.log(JSON.stringify({ version: process.version, zstd: "zstdCompress" in require("node:zlib"), shared }))';

/** Returns the file to run. Errors: output-unwritable, unsupported-here where a copy of this Node would not do. */
export async function installRuntime(
  source: RuntimeSource,
  paths: ArmedPaths,
  owner: number,
): Promise<string> {
  await makeOwnFolder(paths.runtime, owner);
  await makeOwnFolder(paths.program, owner);
  await copyExclusively(source.node, paths.node, 0o700);
  for (const name of await listFolder(source.program))
    await copyExclusively(join(source.program, name), join(paths.program, name), 0o600);
  await refuseUnfit(paths.node, source.node);
  return join(paths.program, source.entry);
}

interface NodeAnswer {
  readonly version: string;
  readonly zstd: boolean;
  readonly shared: readonly string[];
}

async function refuseUnfit(copy: string, original: string): Promise<void> {
  const result = await runTool(copy, ['-e', QUESTION], NODE_LIMITS);
  const answer = result.kind === 'ended' && result.code === 0 ? parseAnswer(result.stdout) : undefined;
  if (answer === undefined)
    throw unfit(original, 'a copy of it does not run by itself: it needs files from beside it');
  if (answer.shared.length > 0)
    throw unfit(original, `it was built to load libraries from elsewhere (${answer.shared.join(', ')})`);
  if (!answer.zstd) throw unfit(original, `${answer.version} has no zstd of its own`);
}

function parseAnswer(text: string): NodeAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isAnswer(value) ? value : undefined;
}

function isAnswer(value: unknown): value is NodeAnswer {
  if (typeof value !== 'object' || value === null) return false;
  return 'version' in value && 'zstd' in value && 'shared' in value && Array.isArray(value.shared);
}

function unfit(node: string, reason: string): AppError {
  return new AppError(
    'unsupported-here',
    `${node} cannot be the runtime of a LaunchDaemon: ${reason}.`,
    'Install Node 22.15 or newer from nodejs.org and name it: sudo esdrift arm --node /usr/local/bin/node',
  );
}
