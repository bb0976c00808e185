/**
 * Signals of a full installer. Source keys as in ota-signals.ts; LAC is a string list of LocalAuthenticationCore, SECF Apple's Security framework,
 * DRDUH codesign output in drduh's guide, MUNKI munki/munki, MACOPS macops.ca with an install.log, JAMF upgrade scripts, GG a measurement of an
 * InstallAssistant package.
 */
import type { Signal } from '../../model/rules.ts';
import { INSTALL_DATA, PLACES } from './places.ts';

const SETUP = '*/OSInstallerSetup.framework/*';

export const INSTALLER_SIGNALS: readonly Signal[] = [
  {
    id: 'installer-opened',
    title: 'the installer app is opened',
    program: 'install-assistant',
    events: ['exec'],
    where: {},
    anyOf: [
      { 'exec.signing_id': { prefix: 'com.apple.InstallAssistant.' } },
      { 'exec.path': { glob: '*/Install macOS*.app/Contents/MacOS/InstallAssistant*' } },
    ],
    evidence: 'verified',
    source: 'SEED DRDUH NUDGE LAC: prefix of the signing id, names of the executables',
    falsePositives: ['opened and quit: opening is intent, no start'],
  },
  {
    id: 'startosinstall-agreed',
    title: 'startosinstall runs with the licence agreed to',
    program: 'startosinstall',
    events: ['exec'],
    where: {
      'exec.name': { equals: 'startosinstall' },
      'exec.args': { equals: '--agreetolicense', not: { in: ['--usage', '--license', '--eraseinstall'] } },
    },
    evidence: 'verified',
    source: 'MUNKI MACOPS SUPER: path and arguments',
    falsePositives: ['it ends at once when the disk is full or the password is wrong'],
  },
  {
    id: 'setup-engine-runs',
    title: 'osinstallersetupd is started',
    program: 'osinstallersetupd',
    events: ['exec'],
    where: {},
    anyOf: [
      { 'exec.signing_id': { equals: 'com.apple.installer.osinstallersetupd' } },
      { 'exec.path': { glob: `${SETUP}osinstallersetupd` } },
    ],
    evidence: 'verified',
    source: 'SEED SECF LAC JAMF: signing id, path',
    falsePositives: [
      'whether it starts with the app or with "Continue" is not known, so quitting may follow',
    ],
  },
  {
    id: 'setup-engine-acts',
    title: 'osinstallersetupd is at work',
    program: 'osinstallersetupd',
    events: ['*'],
    where: { 'actor.signing_id': { equals: 'com.apple.installer.osinstallersetupd' } },
    implies: 'setup-engine-runs',
    evidence: 'verified',
    source: 'as setup-engine-runs',
    falsePositives: ['as setup-engine-runs'],
  },
  {
    id: 'setup-helper-runs',
    title: "the installer's privileged helper is started",
    program: 'osishelperd',
    events: ['exec'],
    where: {},
    anyOf: [
      {
        'exec.signing_id': {
          in: ['com.apple.installer.osishelperd', 'com.apple.installer.osishelperd-intel'],
        },
      },
      { 'exec.path': { glob: `${SETUP}osishelperd` } },
      { 'exec.path': { glob: `${SETUP}osishelperd_intel` } },
    ],
    evidence: 'reported',
    source: 'LAC: signing ids in a string list; MACOPS: one pid after osinstallersetupd',
    falsePositives: ['as setup-engine-runs'],
  },
  {
    id: 'stash-helper-runs',
    title: 'the helper that keeps the login for the restart is started',
    program: 'osisstashhelper',
    events: ['exec'],
    where: {},
    anyOf: [
      { 'exec.signing_id': { equals: 'com.apple.installer.osisstashhelper' } },
      { 'exec.path': { glob: '*/OSInstallerSetup.framework/*osisstashhelper' } },
    ],
    evidence: 'reported',
    source: 'SEED LAC: name and signing id; its part is inferred from its name',
    falsePositives: ['the user quits after the password'],
  },
  {
    id: 'install-data-written',
    title: 'the installer fills "macOS Install Data"',
    program: 'osinstallersetupd',
    events: PLACES,
    where: {},
    anyOf: [{ 'file.path': { equals: INSTALL_DATA } }, { 'file.path': { prefix: `${INSTALL_DATA}/` } }],
    evidence: 'verified',
    source: 'MACOPS and a public listing: the folder on the Data volume',
    falsePositives: ['a left-over folder that is written again'],
  },
  {
    id: 'brain-from-installer',
    title: "xpcroleaccountd stages the installer's own update brain",
    program: 'xpcroleaccountd',
    events: ['clone', 'copyfile', 'rename', 'link'],
    where: {
      'file.path': { contains: '/com.apple.xpc.roleaccountd.staging/' },
      'file.source': { prefix: `${INSTALL_DATA}/` },
    },
    evidence: 'guess',
    source: 'A25G83 GG: the installer carries the same brain; how it is staged was never seen',
    falsePositives: [],
  },
  {
    id: 'installer-signals-ready',
    title: 'startosinstall tells its caller that it is ready',
    program: 'startosinstall',
    events: ['signal'],
    where: { 'actor.name': { equals: 'startosinstall' }, object: { glob: '* 30' } },
    evidence: 'reported',
    source: 'MUNKI: SIGUSR1 to --pidtosignal when the preparation is done',
    falsePositives: [],
  },
];
