/**
 * The built-in rules. What each claims, and why its quorum is what it is, stands in its note. All are experimental: nothing but synthetic
 * traces has proven them.
 */
import type { Rule, RuleSet } from '../../model/rules.ts';
import { PRODUCER } from '../../model/version.ts';
import { INSTALLER_SIGNALS } from './installer-signals.ts';
import { OTA_SIGNALS } from './ota-signals.ts';
import { OTHER_SIGNALS } from './other-signals.ts';

/** Only the preparation of a new system does these. A download without an install does not. */
const PREPARES = [
  'new-system-mounted',
  'new-system-written',
  'update-plist-written',
  'update-snapshot-listed',
  'commit-launcher-runs',
] as const;
const COMES_OVER_THE_AIR = [
  'softwareupdate-install',
  'preflight-written',
  'update-unpacked',
  'update-asset-moved',
  'commit-launcher-runs',
] as const;
const INSTALLS = ['startosinstall-agreed', 'stash-helper-runs', 'install-data-written'] as const;

const rule = (fields: Omit<Rule, 'status'>): Rule => ({ ...fields, status: 'experimental' });

const STARTS: readonly Rule[] = [
  rule({
    id: 'ota-started',
    title: 'An update over the air is being installed',
    claim: 'start',
    method: 'ota',
    phase: 'preparing',
    quorum: 3,
    window: '4h',
    signals: [
      'softwareupdate-install',
      'brain-asset-moved',
      'brain-staged',
      'brain-runs',
      'brain-acts',
      'preflight-written',
      'update-unpacked',
      'update-asset-moved',
      'brain-blesses',
      ...PREPARES,
    ],
    needs: [PREPARES, COMES_OVER_THE_AIR],
    unless: ['stash-helper-runs', 'install-data-written', 'startosinstall-agreed'],
    note: 'Three programs of nine. One of them must prepare a new system, which a download alone does not, and one must bring it over the air, which an installer does not.',
  }),
  rule({
    id: 'full-installer-started',
    title: 'A full installer is upgrading this Mac',
    claim: 'start',
    method: 'full-installer',
    phase: 'preparing',
    quorum: 3,
    window: '4h',
    signals: [
      'installer-opened',
      'startosinstall-agreed',
      'setup-engine-runs',
      'setup-engine-acts',
      'setup-helper-runs',
      'stash-helper-runs',
      'install-data-written',
      'brain-from-installer',
      'brain-runs',
      'brain-acts',
      'new-system-mounted',
      'update-plist-written',
    ],
    needs: [INSTALLS],
    note: 'Three programs of eight. Opening the app and its setup engine are not enough: one must show that the user went on.',
  }),
  rule({
    id: 'upgrade-started',
    title: 'A new system is being prepared, by whichever method',
    claim: 'start',
    method: 'any',
    phase: 'preparing',
    quorum: 2,
    window: '4h',
    signals: ['brain-runs', 'brain-acts', 'brain-blesses', ...PREPARES],
    needs: [PREPARES],
    note: 'Says that it began and not how; it holds where the signals that tell the methods apart changed.',
  }),
  rule({
    id: 'security-improvement-started',
    title: 'A Background Security Improvement is being installed',
    claim: 'start',
    method: 'background-security-improvement',
    phase: 'preparing',
    quorum: 2,
    window: '1h',
    signals: ['cryptegraft-runs', 'cryptex-replaced', 'brain-runs', 'brain-acts'],
    needs: [['cryptegraft-runs'], ['cryptex-replaced']],
    unless: PREPARES,
    note: 'No upgrade: the system volume stays. CryptegraftService alone runs on idle Macs.',
  }),
];

const PHASES: readonly Rule[] = [
  rule({
    id: 'upgrade-requested',
    title: 'Somebody asked for an upgrade',
    claim: 'phase',
    method: 'any',
    phase: 'requested',
    quorum: 1,
    window: '4h',
    signals: ['softwareupdate-install', 'installer-opened', 'startosinstall-agreed'],
    note: 'Intent only. A request in System Settings or by MDM starts no program of its own and stays unseen.',
  }),
  rule({
    id: 'brain-in-place',
    title: 'The update brain is in place',
    claim: 'phase',
    method: 'ota',
    phase: 'brain-staged',
    quorum: 1,
    window: '4h',
    signals: ['brain-asset-moved', 'brain-asset-unpacked', 'brain-staged'],
    note: 'The earliest sign of an update over the air, and no start: scans refresh the brain too.',
  }),
  rule({
    id: 'update-downloading',
    title: 'An OS update is being downloaded',
    claim: 'phase',
    method: 'ota',
    phase: 'downloading',
    quorum: 1,
    window: '4h',
    signals: ['preflight-written', 'update-unpacked', 'update-asset-moved', 'update-asset-unpacked'],
    note: 'No start: macOS downloads by itself.',
  }),
  rule({
    id: 'update-staged',
    title: 'The new system is prepared and waits for the restart',
    claim: 'phase',
    method: 'any',
    phase: 'staged',
    quorum: 1,
    window: '4h',
    signals: ['update-plist-written', 'update-snapshot-listed'],
    note: 'It can still be aborted.',
  }),
  rule({
    id: 'update-committing',
    title: 'The restart into the new system is under way',
    claim: 'phase',
    method: 'any',
    phase: 'committing',
    quorum: 1,
    window: '4h',
    signals: ['commit-launcher-runs', 'installer-signals-ready'],
    note: 'SoftwareUpdateLauncher was seen on macOS 26 only, and an installer opened by hand shows nothing of the sort.',
  }),
  rule({
    id: 'first-boot',
    title: 'This is the first boot after an upgrade',
    claim: 'phase',
    method: 'any',
    phase: 'first-boot',
    quorum: 1,
    window: '1h',
    signals: ['first-boot-marked', 'prepared-files-removed', 'first-run-tasks-run'],
    needs: [['first-boot-marked', 'prepared-files-removed']],
    unless: ['preflight-written', 'update-plist-written'],
    note: 'In the boot that prepared the update the same removal means that it was given up.',
  }),
];

const ENDS: readonly Rule[] = [
  rule({
    id: 'upgrade-aborted',
    title: 'The prepared upgrade was given up',
    claim: 'abort',
    method: 'any',
    phase: 'preparing',
    quorum: 1,
    window: '24h',
    signals: ['staged-update-removed', 'prepared-files-removed-after-download', 'cleanup-service-runs'],
    needs: [['staged-update-removed', 'prepared-files-removed-after-download']],
    note: 'Without a restart in between.',
  }),
  rule({
    id: 'upgrade-failed',
    title: 'The preparation ended with an error',
    claim: 'failure',
    method: 'any',
    phase: 'preparing',
    quorum: 2,
    window: '10m',
    signals: ['brain-fails', 'staged-update-removed', 'prepared-files-removed-after-download'],
    needs: [['staged-update-removed', 'prepared-files-removed-after-download']],
    sequence: ['brain-fails', 'staged-update-removed'],
    note: 'How the brain ends is a guess, so the removal must follow.',
  }),
];

export const BUILT_IN_RULES: RuleSet = {
  kind: 'esdrift.rules',
  formatVersion: 1,
  producer: PRODUCER,
  name: 'built-in',
  signals: [...OTA_SIGNALS, ...INSTALLER_SIGNALS, ...OTHER_SIGNALS],
  rules: [...STARTS, ...PHASES, ...ENDS],
};
