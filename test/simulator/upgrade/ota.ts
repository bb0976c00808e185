/** An update over the air, asked for at the command line. */
import { TOOLS } from '../background/programs.ts';
import type { Background } from '../background/background.ts';
import { updateCheck } from '../background/lookalikes.ts';
import { ROOT } from '../program.ts';
import { brainAsset, brainRuns, patchedFiles, preflight, prepare, staged } from './brain.ts';
import { commit, restart } from './commit.ts';
import { download } from './download.ts';
import { UPDATE_ASSETS, UPDATE_FILES, UPDATE_VOLUME } from './places.ts';
import type { StoryStep } from './story.ts';

const request = (background: Background): StoryStep => ({
  name: 'request',
  phase: 'requested',
  evidence: 'TART: the arguments; MINI SUPER: the tool can be gone within seconds while daemons go on',
  guess: 'how long it stays',
  *act(story) {
    const { world, random } = story;
    const { kernel, host, step } = world;
    const args = [
      'softwareupdate',
      '--install',
      '--agree-to-license',
      '--force',
      '--restart',
      '--user',
      host.user.name,
      '--stdinpass',
      `macOS ${step.to.name} ${step.to.product}-${step.to.build}`,
      ...world.tweaks.extraArguments('softwareupdate'),
    ];
    const shell = background.shell();
    const sudo = yield* kernel.spawn(shell, TOOLS.sudo, {
      args: ['sudo', '-S', ...args],
      cwd: host.home,
      env: ['TERM=xterm-256color', ...host.sessionEnv],
      account: ROOT,
      job: true,
    });
    const tool = yield* kernel.spawn(sudo, world.program('softwareupdate'), { args, cwd: host.home });
    world.scheduler.start(
      (function* () {
        yield random.around(40_000);
        kernel.exit(tool);
        yield 3;
        kernel.exit(sudo);
      })(),
    );
    yield random.around(2500);
  },
});

const scan = (background: Background): StoryStep => ({
  name: 'scan',
  phase: 'requested',
  evidence:
    'PS1 ODK SUPER: softwareupdated, suhelperd and the notification manager; SETTINGS: catalogue and preference files',
  guess: 'that suhelperd is started for it, who writes which file, file sizes',
  *act(story) {
    const { world, random } = story;
    const { kernel } = world;
    const helper = yield* kernel.launch(world.program('suhelperd'), {
      args: [world.program('suhelperd').path, ...world.tweaks.extraArguments('suhelperd')],
    });
    world.adopt('suhelperd', helper);
    yield* updateCheck(background, random);
    const manager = yield* kernel.launch(world.program('notification-manager'));
    world.adopt('notification-manager', manager);
    yield random.around(6000);
  },
});

export const mainDownload: StoryStep = {
  name: 'download',
  phase: 'downloading',
  evidence:
    'JIN SEED: same three processes, folder com_apple_MobileAsset_MacSoftwareUpdate; GG JIN: layout; OCLP: Preflight.plist',
  guess:
    'who writes Preflight.plist and when; numbers of files; patch paths; archives unpacked apart (see versions.ts)',
  *act(story) {
    const { world, random } = story;
    world.disk.replace(world.daemon('mobile-softwareupdated'), `${UPDATE_VOLUME}/Preflight.plist`);
    yield random.around(4000);
    const archives = Array.from(
      { length: random.int(3, 6) },
      (_, index) => `AssetData/payloadv2/payload.${String(index).padStart(3, '0')}`,
    );
    const patches = patchedFiles(story).map((file) => `AssetData/payloadv2/patches/${file}`);
    yield* download(story, {
      folder: world.tweaks.assetFolder(UPDATE_ASSETS),
      hash: story.updateAsset,
      files: [...UPDATE_FILES, ...patches],
      archives,
      parts: Math.ceil(random.int(1, 3) * world.tweaks.fileFactor * world.conditions.downloadScale),
      minutes: random.around(8) * world.conditions.downloadScale,
    });
  },
};

export function otaSteps(background: Background): StoryStep[] {
  const start = [request(background), scan(background)];
  const end = [preflight, prepare, staged, commit, restart];
  switch (background.world.tweaks.order) {
    case 'brain-asset, download, brain-runs':
      return [...start, brainAsset, mainDownload, brainRuns, ...end];
    case 'download, brain-asset, brain-runs':
      return [...start, mainDownload, brainAsset, brainRuns, ...end];
    case 'brain-runs, download':
      return [...start, brainAsset, brainRuns, mainDownload, ...end];
  }
}
