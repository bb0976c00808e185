/**
 * How an XPC bundle out of an asset becomes a running service: xpcroleaccountd copies it to its staging folder, then launchd
 * starts the copy. The path carries device and inode numbers, so it differs from run to run; the signing id does not.
 */
import { nameOf } from './disk.ts';
import type { Process } from './process.ts';
import type { Program } from './program.ts';
import { ALPHANUMERIC, type Random } from './random.ts';
import type { Act } from './scheduler.ts';
import { STAGED } from './upgrade-programs.ts';
import type { World } from './world.ts';

const BUNDLE_FILES = (name: string): readonly string[] => [
  'Contents/Info.plist',
  `Contents/MacOS/${name}`,
  'Contents/_CodeSignature/CodeResources',
];

/** What the brain's bundle holds beside the usual: a thin main program and its library (JIN, A25G83). */
const BRAIN_LIBRARY = 'Contents/Frameworks/UpdateBrainLibrary.dylib';

export function bundleFiles(name: string, withLibrary: boolean): readonly string[] {
  return withLibrary ? [...BUNDLE_FILES(name), BRAIN_LIBRARY] : BUNDLE_FILES(name);
}

/** `bundle`: folder of the .xpc in the asset. Returns the program at its staged path. */
export function* stage(
  world: World,
  program: Program,
  bundle: string,
  files: readonly string[],
  random: Random,
): Act<Program> {
  const { disk, traits } = world;
  const stager = yield* roleAccountDaemon(world);
  const temporary = `${STAGED}/tmp/${random.text(6, ALPHANUMERIC)}.xpc`;
  disk.makeFolder(stager, temporary);
  for (const file of files) {
    disk.clone(stager, `${bundle}/${file}`, `${temporary}/${file}`);
    yield random.around(2);
  }
  const unit = `${world.files.device}.${world.files.inodeOf(temporary)}`;
  const folder = traits.stagingExecFolder
    ? `${STAGED}/exec/${unit}.xpc`
    : `${STAGED}/${nameOf(program.path)}.${unit}.xpc`;
  disk.rename(stager, temporary, folder);
  yield random.around(12);
  world.scheduler.start(leave(world, stager), random.around(40_000));
  // An edit may have moved the program elsewhere on purpose; then it stays there.
  if (!program.path.startsWith(STAGED)) return program;
  return {
    ...program,
    path: `${folder}/Contents/MacOS/${program.path.slice(program.path.lastIndexOf('/') + 1)}`,
  };
}

function* leave(world: World, process: Process): Act {
  yield 1;
  world.kernel.exit(process);
}

function* roleAccountDaemon(world: World): Act<Process> {
  const program = world.program('xpcroleaccountd');
  const running = world.running('xpcroleaccountd');
  if (running !== undefined) return running;
  const args = [program.path, '-launchd', ...world.tweaks.extraArguments('xpcroleaccountd')];
  const process = yield* world.kernel.launch(program, { args });
  world.adopt('xpcroleaccountd', process);
  return process;
}
