/** What people, their scripts and their apps do: shells, package managers, programs just compiled, downloads, disk images. */
import { renderProcess, renderTokenOf } from '../process.ts';
import { adhocProgram, ROOT, type Program } from '../program.ts';
import type { Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import type { Activity, Background } from './background.ts';
import { COMMANDS, TOOLS, type InstalledApp } from './programs.ts';
import { randomFile, randomName } from './words.ts';

const SIGKILL = 9;
const DAEMON_ITEM = 4;
const AGENT_ITEM = 3;

const anApp = (background: Background, random: Random): InstalledApp | undefined =>
  background.apps[random.int(0, background.apps.length - 1)];

function argumentsFor(program: Program, random: Random): string[] {
  const name = program.path.slice(program.path.lastIndexOf('/') + 1);
  const words = Array.from({ length: random.int(0, 3) }, () =>
    random.pick([
      '-l',
      '-v',
      '-n',
      '--all',
      `-${random.letters(1)}`,
      `/tmp/${randomFile(random)}`,
      randomName(random),
      random.digits(3),
    ]),
  );
  return [name, ...words];
}

/** A job of launchd or cron: `#!/bin/sh`, and what it calls. */
function* script(background: Background, random: Random): Act {
  const { kernel } = background.world;
  const path = random.pick([
    '/usr/local/sbin/inventory.sh',
    '/Library/Management/checkin.sh',
    `/usr/local/bin/${randomName(random)}`,
    `/private/tmp/${randomName(random)}.sh`,
  ]);
  const asRoot = random.chance(0.6);
  const shell = yield* kernel.launch(TOOLS.sh, {
    args: ['/bin/sh', path, ...(random.chance(0.3) ? ['--quiet'] : [])],
    label: `org.example.${randomName(random)}`,
    account: asRoot ? ROOT : TOOLS.sh.account,
    ...(random.chance(0.5) ? { script: path } : {}),
  });
  // /bin/sh hands over to bash: two execs of one pid.
  kernel.exec(shell, TOOLS.bash, { args: ['/bin/sh', path] });
  for (let count = random.int(2, 5); count > 0; count--) {
    const command = COMMANDS[random.int(0, COMMANDS.length - 1)] ?? TOOLS.bash;
    const process = yield* kernel.spawn(shell, command, { args: argumentsFor(command, random) });
    yield random.exponential(60);
    kernel.exit(process, random.pick([0, 0, 0, 0, 256, 512]));
  }
  kernel.exit(shell);
}

function* terminal(background: Background, random: Random): Act {
  const { kernel, disk, host } = background.world;
  const shell = background.shell();
  const command = COMMANDS[random.int(0, COMMANDS.length - 1)] ?? TOOLS.bash;
  const useSudo = random.chance(0.25);
  const cwd = random.pick([host.home, `${host.home}/src/${randomName(random)}`, '/private/tmp']);
  const args = argumentsFor(command, random);
  const parent = useSudo
    ? yield* kernel.spawn(shell, TOOLS.sudo, { args: ['sudo', ...args], cwd, account: ROOT, job: true })
    : shell;
  const process = yield* kernel.spawn(parent, command, {
    args,
    cwd,
    env: ['TERM=xterm-256color', ...host.sessionEnv],
    job: !useSudo,
  });
  yield random.exponential(400);
  if (random.chance(0.3)) disk.write(process, `${cwd}/${randomFile(random)}`);
  kernel.exit(process, random.chance(0.1) ? 256 : 0);
  if (useSudo) kernel.exit(parent);
  if (random.chance(0.2)) disk.replace(shell, `${host.home}/.zsh_history`, 'suffix');
}

/** A program of this run only: compiled just now, or fetched by a package manager. The linker signs it with a hash behind its name. */
function* homeMadeProgram(background: Background, random: Random): Act {
  const { kernel, disk, host } = background.world;
  const name = randomName(random);
  const path = random.pick([
    `/opt/homebrew/Cellar/${name}/${random.int(0, 9)}.${random.int(0, 30)}.${random.int(0, 9)}/bin/${name}`,
    `${host.home}/src/${randomName(random)}/target/debug/${name}`,
    `/private/tmp/go-build${random.digits(9)}/b001/exe/${name}`,
    `${host.home}/.local/bin/${name}`,
    `/private/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/${name}`,
  ]);
  const signingId = random.pick([
    `${name}-${random.hex(16)}`,
    `${name}-${random.text(40, '0123456789abcdef')}`,
    name,
    'a.out',
  ]);
  const program = adhocProgram(path, signingId, `built ${random.hex(12)}`);
  const process = yield* kernel.spawn(background.shell(), program, {
    args: [path.slice(path.lastIndexOf('/') + 1), ...(random.chance(0.4) ? [randomName(random)] : [])],
    cwd: host.home,
  });
  if (random.chance(0.5))
    disk.write(
      process,
      `${host.home}/${random.pick(['.cache', 'Library/Caches', 'out'])}/${name}/${randomFile(random)}`,
    );
  yield random.exponential(2500);
  kernel.exit(process, random.pick([0, 0, 256, 11]));
}

function* appHelper(background: Background, random: Random): Act {
  const { kernel, eslogger } = background.world;
  const app = anApp(background, random);
  const helper = app?.helpers[random.int(0, app.helpers.length - 1)];
  if (app === undefined || helper === undefined) return;
  const process = yield* kernel.spawn(background.app(app), helper, {
    args: [
      helper.path,
      '--type=renderer',
      `--client-id=${random.int(1, 90)}`,
      `--seatbelt-client=${random.int(20, 200)}`,
    ],
  });
  if (random.chance(0.1)) eslogger.notify('cs_invalidated', process, {});
  yield random.exponential(40_000);
  kernel.exit(process, random.pick([0, 0, 0, SIGKILL]));
}

function* appFiles(background: Background, random: Random): Act {
  const { disk, host } = background.world;
  const app = anApp(background, random);
  if (app === undefined) return;
  const process = background.app(app);
  if (random.chance(0.03))
    disk.createDenied(process, `/Library/Application Support/${randomName(random)}/${randomFile(random)}`);
  if (random.chance(0.25)) {
    // A browser's download.
    const partial = `${host.home}/Downloads/Unconfirmed ${random.digits(6)}.download`;
    disk.write(process, partial);
    yield random.exponential(8000);
    const final = `${host.home}/Downloads/${randomFile(random)}`;
    disk.rename(process, partial, final);
    disk.setAttribute(process, final, 'com.apple.quarantine');
    return;
  }
  const path = `${app.supportFolder}/${random.pick(['Cache', 'Session Storage', 'logs', randomName(random)])}/${randomFile(random)}`;
  if (random.chance(0.4)) disk.replace(process, path);
  else disk.write(process, path);
  yield random.around(30);
}

function* openApp(background: Background, random: Random): Act {
  const { kernel } = background.world;
  const app = anApp(background, random);
  if (app === undefined) return;
  const numbers = `1152921500311${random.digits(6)}.1152921500311${random.digits(6)}`;
  const process = yield* kernel.launch(app.main, { label: `application.${app.main.signingId}.${numbers}` });
  yield random.exponential(90_000);
  kernel.exit(process, random.pick([0, 0, SIGKILL]));
}

function* loginItem(background: Background, random: Random): Act {
  const { disk, eslogger, host } = background.world;
  const app = anApp(background, random);
  if (app === undefined) return;
  const process = background.app(app);
  const isDaemon = random.chance(0.3);
  const folder = isDaemon ? '/Library/LaunchDaemons' : `${host.home}/Library/LaunchAgents`;
  const path = `${folder}/${app.main.signingId}.${random.pick(['helper', 'updater', 'agent'])}.plist`;
  disk.write(process, path);
  yield random.around(400);
  const { context } = eslogger;
  const item = {
    item_type: isDaemon ? DAEMON_ITEM : AGENT_ITEM,
    legacy: true,
    managed: false,
    uid: isDaemon ? 0 : host.user.uid,
    item_url: `file://${encodeURI(path)}`,
    app_url: null,
  };
  const subject = {
    instigator: renderProcess(process, context),
    instigator_token: renderTokenOf(process, context),
    app: null,
    app_token: null,
    item,
  };
  const manager = background.resident('backgroundtaskmanagementd');
  const removed = random.chance(0.3);
  if (removed) eslogger.notify('btm_launch_item_remove', manager, subject);
  else eslogger.notify('btm_launch_item_add', manager, { ...subject, executable_path: app.main.path });
}

function* diskImage(background: Background, random: Random): Act {
  const { disk, host } = background.world;
  const name = `${randomName(random)} ${random.int(1, 12)}.${random.int(0, 9)}`;
  const finder = background.resident('Finder');
  const volume = {
    path: `/Volumes/${name}`,
    from: `/dev/disk${random.int(5, 14)}s1`,
    fileSystem: 'hfs',
    disposition: 3,
  };
  disk.mount(finder, volume);
  yield random.exponential(20_000);
  disk.copyfile(
    finder,
    `/Volumes/${name}/${name}.app/Contents/Info.plist`,
    `${host.home}/Desktop/Info-${random.digits(3)}.plist`,
  );
  disk.link(
    finder,
    `${host.home}/Desktop/${randomFile(random)}`,
    `${host.home}/Documents/${randomFile(random)}`,
  );
  yield random.exponential(20_000);
  disk.unmount(finder, volume);
}

export const PEOPLE: readonly Activity[] = [
  { name: 'script', everyMs: 420_000, act: script },
  { name: 'terminal', everyMs: 260_000, act: terminal },
  { name: 'home-made program', everyMs: 420_000, act: homeMadeProgram },
  { name: 'app helper', everyMs: 150_000, act: appHelper },
  { name: 'app files', everyMs: 130_000, act: appFiles },
  { name: 'open app', everyMs: 700_000, act: openApp },
  { name: 'login item', everyMs: 1_800_000, act: loginItem },
  { name: 'disk image', everyMs: 1_600_000, act: diskImage },
];
