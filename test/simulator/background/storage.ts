/** Files that macOS writes by itself: preferences, logs, databases, backups, and what nobody can foresee. */
import type { Process } from '../process.ts';
import type { Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import type { Activity, Background } from './background.ts';
import { randomDomain, randomFile, randomName } from './words.ts';

const LOG_FOLDERS = ['Persist', 'Special', 'Signpost', 'HighVolume'] as const;
const ATTRIBUTES = [
  'com.apple.metadata:kMDItemWhereFroms',
  'com.apple.TextEncoding',
  'com.apple.lastuseddate#PS',
] as const;

function* preferences(background: Background, random: Random): Act {
  const { disk, host } = background.world;
  const system = random.chance(0.3);
  const domain = randomDomain(random);
  const folder = system ? '/Library/Preferences' : `${host.home}/Library/Preferences`;
  const name = !system && random.chance(0.1) ? `ByHost/${domain}.${host.volumeGroup}` : domain;
  disk.replace(
    background.resident(system ? 'cfprefsd' : 'cfprefsdAgent'),
    `${folder}/${name}.plist`,
    'suffix',
  );
  yield random.around(20);
}

function* logs(background: Background, random: Random): Act {
  const { disk } = background.world;
  const logd = background.resident('logd');
  const folder = `/private/var/db/diagnostics/${random.pick(LOG_FOLDERS)}`;
  disk.write(logd, `${folder}/00000000000${random.hex(5)}.tracev3`);
  yield random.around(900);
  if (random.chance(0.4)) disk.unlink(logd, `${folder}/00000000000${random.hex(5)}.tracev3`);
  if (random.chance(0.3)) {
    const uuid = random.text(32, '0123456789ABCDEF');
    disk.write(logd, `/private/var/db/uuidtext/${uuid.slice(0, 2)}/${uuid.slice(2)}`);
  }
}

function* databases(background: Background, random: Random): Act {
  const { disk, host } = background.world;
  const name = random.pick([
    'analyticsd',
    'locationd',
    'syspolicyd',
    'trustd',
    'tccd',
    'duetexpertd',
    'cloudd',
  ] as const);
  const process = background.resident(name);
  const isUsers = name === 'duetexpertd' || name === 'cloudd';
  const root = isUsers ? `${host.home}/Library/Application Support` : '/private/var/db';
  const base = `${root}/com.apple.${name}/${random.pick(['main', 'events', 'Knowledge', 'Store'])}`;
  disk.write(process, `${base}.db-journal`);
  disk.write(process, `${base}.db`);
  yield random.around(6);
  disk.unlink(process, `${base}.db-journal`);
  // Closed without a change: eslogger reports those too.
  if (random.chance(0.3)) disk.close(process, `${base}.db`, false);
}

/** A file that appears in this run only, by a program every run has; now and then by one that takes part in upgrades. */
function* oneOffFile(background: Background, random: Random): Act {
  const { world } = background;
  const { disk, host } = world;
  const process = somebodyResident(background, random);
  const { signingId } = process.program;
  const folder = random.pick([
    `/private/var/db/${randomName(random)}`,
    '/private/tmp',
    `/private/var/folders/zz/zyxvpxvq6csfxvn_n00000s8000068/${random.pick(['C', 'T', '0'])}/${signingId}`,
    `${host.home}/Library/Caches/${signingId}`,
    `/Library/Caches/${signingId}/${randomName(random)}`,
  ]);
  const path = `${folder}/${randomFile(random)}`;
  switch (random.int(0, 3)) {
    case 0:
      disk.replace(process, path);
      break;
    case 1:
      disk.write(process, path);
      disk.setAttribute(process, path, random.pick(ATTRIBUTES));
      break;
    case 2:
      disk.write(process, path);
      yield random.exponential(3000);
      disk.unlink(process, path);
      break;
    default:
      disk.write(process, path);
      disk.truncate(process, path);
  }
  yield random.around(10);
}

function somebodyResident(background: Background, random: Random): Process {
  if (random.chance(0.25)) {
    const participants = [
      'nsurlsessiond',
      'mobileassetd',
      'softwareupdated',
      'suhelperd',
      'mobile-softwareupdated',
    ] as const;
    return background.world.daemon(random.pick(participants));
  }
  const system = ['analyticsd', 'locationd', 'syspolicyd', 'trustd', 'logd', 'backupd'] as const;
  const users = ['cloudd', 'Finder', 'duetexpertd'] as const;
  return background.resident(random.chance(0.6) ? random.pick(system) : random.pick(users));
}

function* timeMachine(background: Background, random: Random): Act {
  const { disk, host, clock } = background.world;
  const backupd = background.resident('backupd');
  const stamp = new Date(clock.wallMs).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  const volume = {
    path: `/Volumes/com.apple.TimeMachine.localsnapshots/Backups.backupdb/${host.computerName}/${stamp}/Data`,
    from: `com.apple.TimeMachine.${stamp}.local@/dev/disk3s5`,
    fileSystem: 'apfs',
    readOnly: true,
    disposition: 3,
  };
  disk.replace(backupd, '/Library/Preferences/com.apple.TimeMachine.plist', 'suffix');
  yield random.around(2000);
  disk.mount(backupd, volume);
  yield random.exponential(60_000);
  disk.write(backupd, `/private/var/db/com.apple.backupd/${random.uuid()}.checkpoint`);
  disk.unmount(backupd, volume);
}

function* share(background: Background, random: Random): Act {
  const { disk, host, kernel } = background.world;
  const name = host.extraVolumes[0] ?? 'Public';
  const agent = background.resident('NetAuthSysAgent');
  const volume = {
    path: `/Volumes/${name}`,
    from: `//${host.user.name}@nas-${random.letters(4)}._smb._tcp.local/${encodeURIComponent(name)}`,
    fileSystem: 'smbfs',
    disposition: 2,
  };
  background.world.eslogger.notify('kextload', kernel.launchd, { identifier: 'com.apple.filesystems.smbfs' });
  disk.mount(agent, volume);
  yield random.exponential(120_000);
  disk.unmount(agent, volume);
}

export const STORAGE: readonly Activity[] = [
  { name: 'preferences', everyMs: 75_000, act: preferences },
  { name: 'logs', everyMs: 300_000, act: logs },
  { name: 'databases', everyMs: 160_000, act: databases },
  { name: 'one-off file', everyMs: 260_000, act: oneOffFile },
  { name: 'time machine', everyMs: 1_500_000, act: timeMachine },
  { name: 'share', everyMs: 3_000_000, act: share },
];
