/** What differs from Mac to Mac and from run to run, and has nothing to do with how macOS behaves. */
import type { Account } from './program.ts';
import type { Random } from './random.ts';

export interface Host {
  readonly user: Account;
  readonly home: string;
  /** Folder below /private/var/folders, as confstr gives it to the user. */
  readonly userTemporary: string;
  readonly computerName: string;
  readonly volumeGroup: string;
  readonly extraVolumes: readonly string[];
  readonly model: string;
  readonly sessionEnv: readonly string[];
  readonly terminal: number;
  /** The day the run begins, ms since the epoch. */
  readonly startMs: number;
}

// prettier-ignore
const FIRST_NAMES = [
  'alex', 'bea', 'chidi', 'dora', 'emeka', 'farid', 'greta', 'hana', 'ilse', 'jonas', 'kaito', 'lena2', 'mara', 'nils',
  'olu', 'petra', 'quentin', 'rosa', 'sven', 'tilda', 'umar', 'vera', 'wei', 'xenia', 'yusuf', 'zoe', 'build', 'admin',
  'ci-runner', 'a.lindqvist', 'm_okafor', 'testuser01',
] as const;
const VOLUMES = [
  'Archive',
  'Backup Disk',
  'Media 2',
  'WORK',
  'TM-2024',
  'projects',
  'Untitled',
  'SanDisk 64GB',
] as const;
const MODELS = ['Mac14,2', 'Mac14,7', 'Mac15,3', 'Mac15,12', 'Mac16,1', 'Mac16,10', 'Mac16,12'] as const;
const COMPUTERS = ['MacBook Air', 'MacBook Pro', 'Mac mini', 'iMac', 'lab-mac'] as const;
const SHELLS = ['/bin/zsh', '/bin/zsh', '/bin/zsh', '/bin/bash'] as const;
const DAY_MS = 86_400_000;
/** Runs begin within this many days after the target was built. */
const DAYS_AFTER_RELEASE = 40;

/** `releasedAt`: when the target system was built. */
export function makeHost(random: Random, releasedAt: string): Host {
  const name = random.pick(FIRST_NAMES);
  const user: Account = { name, uid: random.pick([501, 501, 501, 502, 503]), gid: 20 };
  const home = `/Users/${name}`;
  const temporary = `/private/var/folders/${random.text(2, 'abcdefghijklmnopqrstuvwxyz0123456789')}/${random.text(28, 'abcdefghijklmnopqrstuvwxyz0123456789_')}0000gn`;
  const startMs = Date.parse(releasedAt) + (3 + random.next() * DAYS_AFTER_RELEASE) * DAY_MS;
  return {
    user,
    home,
    userTemporary: temporary,
    computerName: `${name}-${random.pick(COMPUTERS)}`,
    volumeGroup: random.uuid(),
    extraVolumes: random.sample(VOLUMES, random.int(0, 2)),
    model: random.pick(MODELS),
    sessionEnv: [
      `HOME=${home}`,
      `USER=${name}`,
      `LOGNAME=${name}`,
      `SHELL=${random.pick(SHELLS)}`,
      `TMPDIR=${temporary.replace('/private', '')}/T/`,
      `SSH_AUTH_SOCK=/var/run/com.apple.launchd.${random.letters(10)}/Listeners`,
    ],
    terminal: random.int(0, 7),
    startMs,
  };
}
