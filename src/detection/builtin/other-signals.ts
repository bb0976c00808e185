/** Signals of what is no upgrade, of giving up, and of the first boot after. Source keys as in ota-signals.ts; ECL eclecticlight.co, M27 diffs of macOS 27. */
import type { Signal } from '../../model/rules.ts';
import { BRAIN, PLACES, UPDATE_VOLUME } from './places.ts';

const CLEANUP = 'com.apple.MobileSoftwareUpdate.CleanupPreparePathService';

export const OTHER_SIGNALS: readonly Signal[] = [
  {
    id: 'cryptegraft-runs',
    title: 'CryptegraftService is started',
    program: 'cryptegraft',
    events: ['exec'],
    where: {
      'exec.name': {
        in: ['com.apple.MobileSoftwareUpdate.CryptegraftService', 'cryptegraft'],
      },
    },
    evidence: 'verified',
    source: 'ODK M27: path; ECL: Background Security Improvements swap a cryptex',
    falsePositives: ['it may run without an improvement to install', 'part of an update over the air'],
  },
  {
    id: 'cryptex-replaced',
    title: 'a cryptex on the Preboot volume is replaced',
    program: 'cryptex',
    events: PLACES,
    where: { 'file.path': { glob: '/System/Volumes/Preboot/*/cryptex1/*' } },
    evidence: 'reported',
    source: 'ECL: the App or the OS cryptex is swapped; which program writes it is not known',
    falsePositives: ['part of an update over the air'],
  },
  {
    id: 'prepared-files-removed',
    title: 'the prepared update is removed again',
    program: 'cleanup-service',
    events: ['unlink'],
    where: {
      'file.path': { in: [`${UPDATE_VOLUME}/Update.plist`, `${UPDATE_VOLUME}/Preflight.plist`] },
    },
    evidence: 'reported',
    source: 'A25G83: CleanupPreparePathService removes both',
    falsePositives: ['a left-over is tidied up'],
  },
  {
    id: 'prepared-files-removed-after-download',
    title: 'Preflight.plist is removed in the boot that wrote it',
    program: 'cleanup-service',
    events: ['unlink'],
    where: { 'file.path': { equals: `${UPDATE_VOLUME}/Preflight.plist` } },
    after: { signal: 'preflight-written', within: '24h' },
    evidence: 'reported',
    source: 'A25G83: CleanupPreparePathService removes it',
    falsePositives: ['that it goes when the preparation is done is not known'],
  },
  {
    id: 'staged-update-removed',
    title: 'Update.plist is removed in the boot that wrote it',
    program: 'cleanup-service',
    events: ['unlink'],
    where: { 'file.path': { equals: `${UPDATE_VOLUME}/Update.plist` } },
    after: { signal: 'update-plist-written', within: '24h' },
    evidence: 'reported',
    source: 'A25G83: CleanupPreparePathService removes it',
    falsePositives: ['a suspended update that is prepared once more'],
  },
  {
    id: 'brain-fails',
    title: 'the update brain ends with an error',
    program: 'update-brain',
    events: ['exit'],
    where: { 'actor.signing_id': { equals: BRAIN } },
    anyOf: [
      { 'exit.code': { not: { equals: '0' }, glob: '*' } },
      { 'exit.signal': { in: ['4', '5', '6', '10', '11'] } },
    ],
    evidence: 'guess',
    source: 'no source shows how it ends',
    falsePositives: ['it may end so at every restart'],
  },
  {
    id: 'first-boot-marked',
    title: 'the first boot after an update is marked',
    program: 'softwareupdated',
    events: [...PLACES, 'close'],
    where: {
      'file.path': { in: ['/var/run/FirstBootAfterUpdate', '/var/run/FirstBootCleanupHandled'] },
    },
    evidence: 'verified',
    source: 'ODK: both names in a list of /private/var/run; A25G83: IsFirstBootAfterUpdate',
    falsePositives: [],
  },
  {
    id: 'cleanup-service-runs',
    title: 'CleanupPreparePathService is started',
    program: 'cleanup-service',
    events: ['exec'],
    where: { 'exec.name': { equals: CLEANUP } },
    evidence: 'verified',
    source: 'ODK A25G83 M27: path and part',
    falsePositives: ['often there on idle Macs: weak alone'],
  },
  {
    id: 'first-run-tasks-run',
    title: 'softwareupdate_firstrun_tasks is started',
    program: 'firstrun-tasks',
    events: ['exec'],
    where: { 'exec.name': { equals: 'softwareupdate_firstrun_tasks' } },
    evidence: 'guess',
    source: 'a launchd label in public lists; path and when it runs are not shown',
    falsePositives: ['it may run at every boot'],
  },
];
