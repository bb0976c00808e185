/**
 * A command line that names a command of ours and asks for no help goes straight to that command: no manifest, no plugins, no hooks, which there are none of, and
 * which take 40 ms to find out. The command, its parser and its errors are the same. Everything else is left to oclif.
 */
import type { Command } from '@oclif/core/command';
import type { LoadOptions } from '@oclif/core/interfaces';
import { VERSION } from './model/version.ts';

interface CommandClass {
  id: string;
  readonly args: object;
  readonly strict: boolean;
  run(argv: string[], config: LoadOptions): Promise<unknown>;
}

/** All but `completion`, which looks at every command. Held to the manifest by a test. */
export const COMMANDS: Readonly<Record<string, () => Promise<{ readonly default: object }>>> = {
  arm: () => import('./commands/arm.ts'),
  'baseline:accept': () => import('./commands/baseline/accept.ts'),
  'baseline:bisect': () => import('./commands/baseline/bisect.ts'),
  'baseline:create': () => import('./commands/baseline/create.ts'),
  'baseline:history': () => import('./commands/baseline/history.ts'),
  'baseline:show': () => import('./commands/baseline/show.ts'),
  check: () => import('./commands/check.ts'),
  collect: () => import('./commands/collect.ts'),
  detect: () => import('./commands/detect.ts'),
  diff: () => import('./commands/diff.ts'),
  disarm: () => import('./commands/disarm.ts'),
  doctor: () => import('./commands/doctor.ts'),
  explain: () => import('./commands/explain.ts'),
  export: () => import('./commands/export.ts'),
  pppc: () => import('./commands/pppc.ts'),
  profile: () => import('./commands/profile.ts'),
  query: () => import('./commands/query.ts'),
  record: () => import('./commands/record.ts'),
  'signals:export': () => import('./commands/signals/export.ts'),
  'signals:generate': () => import('./commands/signals/generate.ts'),
  'signals:rank': () => import('./commands/signals/rank.ts'),
  'signals:test': () => import('./commands/signals/test.ts'),
  status: () => import('./commands/status.ts'),
  'trace:cat': () => import('./commands/trace/cat.ts'),
  'trace:import': () => import('./commands/trace/import.ts'),
  'trace:info': () => import('./commands/trace/info.ts'),
  'trace:redact': () => import('./commands/trace/redact.ts'),
  'trace:repair': () => import('./commands/trace/repair.ts'),
  'trace:timeline': () => import('./commands/trace/timeline.ts'),
  'trace:tree': () => import('./commands/trace/tree.ts'),
  'trace:verify': () => import('./commands/trace/verify.ts'),
};

/** Runs the command that `args` name; false where oclif has to read them. */
export async function runKnownCommand(args: readonly string[]): Promise<boolean> {
  const [first = '', second = ''] = args;
  const id = [`${first} ${second}`, first]
    .map((words) => (words.includes(':') ? '' : words.replace(' ', ':')))
    .find((each) => Object.hasOwn(COMMANDS, each));
  const load = id === undefined ? undefined : COMMANDS[id];
  // oclif tells under DEBUG what it does.
  if (id === undefined || load === undefined || asksForHelp(args) || process.env['DEBUG'] !== undefined)
    return false;
  const { default: command } = (await load()) as { default: CommandClass };
  const argv = args.slice(id.split(':').length);
  // Words behind a command that takes none: oclif looks for a command called so.
  const takesWords = !command.strict || Object.keys(command.args).length > 0;
  if (!takesWords && argv[0] !== undefined && !/^-|=/.test(argv[0])) return false;
  command.id = id;
  await command.run(argv, WITHOUT_PLUGINS as Command['config']);
  return true;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

/** What a command and its parser ask of oclif's configuration while they run. */
const WITHOUT_PLUGINS: Pick<
  Command['config'],
  'bin' | 'name' | 'version' | 'scopedEnvVar' | 'scopedEnvVarKeys' | 'runHook'
> = {
  bin: 'esdrift',
  name: 'esdrift',
  version: VERSION,
  scopedEnvVar: (name) => process.env[`ESDRIFT_${name}`],
  scopedEnvVarKeys: (name) => [`ESDRIFT_${name}`],
  runHook: () => Promise.resolve({ successes: [], failures: [] }),
};
