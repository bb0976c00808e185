/** Checks of the Mac itself: what it is, its disk, clock, power and encryption. */
import type { DoctorCheck } from '../../model/doctor.ts';
import type { DiskSpace } from '../../platform/macos/mac-host.ts';
import { valueOf, type Reading } from '../../platform/macos/reading.ts';
import type { KernelFacts } from '../../platform/macos/system-facts.ts';
import type { OsVersion } from '../../model/trace.ts';
import { fail, ok, warn } from './check.ts';

/** eslogger came with macOS 13. */
const FIRST_MACOS = 13;
const GB = 1e9;
/** Below this nothing is recorded: the recorder's own floor. */
const FLOOR_BYTES = 2 * GB;
/**
 * What an upgrade wants free. Of sizes only one pair is published (26.2 to 26.3: 3.68 GB as delta, 17.48 GB in full); that the unpacked system beside
 * it takes as much again is a guess. macOS can also purge space that counts as used here.
 */
const FULL_PAYLOAD_GB = 17.48;
const UPGRADE_BYTES = 2 * FULL_PAYLOAD_GB * GB;

export interface MacFacts {
  readonly os: Reading<OsVersion & { readonly extra: string | undefined }>;
  readonly kernel: Reading<KernelFacts>;
  readonly sip: Reading<'enabled' | 'disabled' | 'custom'>;
}

export function checkMacos({ os, kernel, sip }: MacFacts): DoctorCheck {
  const version = valueOf(os);
  if (version === undefined) {
    return fail(
      'macos',
      'Which macOS this is could not be read.',
      'Run /usr/bin/sw_vers: it should print product and build version.',
    );
  }
  const facts = valueOf(kernel);
  const protection = valueOf(sip);
  const parts = [
    `macOS ${version.productVersion}${version.extra === undefined ? '' : ` ${version.extra}`} (${version.buildVersion})`,
    facts?.arch,
    facts?.model,
    facts?.virtualMachine === undefined ? undefined : facts.virtualMachine ? 'virtual machine' : 'hardware',
    protection === undefined ? undefined : `SIP ${protection}`,
  ];
  const found = parts.filter((part) => part !== undefined).join(', ');
  if (Number.parseInt(version.productVersion, 10) < FIRST_MACOS) {
    return fail('macos', found, `eslogger came with macOS ${FIRST_MACOS}: record on a newer one.`);
  }
  if (protection === 'disabled' || protection === 'custom') {
    return warn(
      'macos',
      found,
      'Compare it with recordings of the same kind only: with SIP off macOS behaves otherwise.',
    );
  }
  return ok('macos', found);
}

export function checkDisk(space: Reading<DiskSpace>): DoctorCheck {
  const value = valueOf(space);
  if (value === undefined)
    return warn(
      'disk',
      'How much disk is free could not be read.',
      'Look at it with: df -h /System/Volumes/Data',
    );
  const free = `${gigabytes(value.freeBytes)} free of ${gigabytes(value.totalBytes)}`;
  if (value.freeBytes < FLOOR_BYTES) {
    return fail(
      'disk',
      `${free}: the recorder stops below ${gigabytes(FLOOR_BYTES)}.`,
      'Make room, then run this again.',
    );
  }
  if (value.freeBytes < UPGRADE_BYTES) {
    return warn(
      'disk',
      `${free}. Enough to record; an upgrade may want about ${gigabytes(UPGRADE_BYTES)} (an estimate: a full payload of ${FULL_PAYLOAD_GB} GB, twice).`,
      'Make room before the upgrade. macOS may free purgeable space by itself, which shows in the recording.',
    );
  }
  return ok('disk', free);
}

export function checkClock(
  networkTime: Reading<boolean>,
  kernel: Reading<KernelFacts>,
  now: Date,
): DoctorCheck {
  const facts = valueOf(kernel);
  const ticks = facts?.timebaseHz === undefined ? '' : `, mach time ${facts.timebaseHz / 1e6} MHz`;
  const found = `${now.toISOString().slice(0, 19)}Z${ticks}`;
  if (facts?.bootTime !== undefined && Date.parse(facts.bootTime) > now.getTime()) {
    return warn(
      'clock',
      `${found}, before the boot at ${facts.bootTime}.`,
      'Set the clock: offsets across the restart follow it.',
    );
  }
  const synchronised = valueOf(networkTime);
  if (synchronised === false) {
    return warn('clock', `${found}, not set by the network.`, 'sudo systemsetup -setusingnetworktime on');
  }
  return ok(
    'clock',
    synchronised === true
      ? `${found}, set by the network`
      : `${found}, whether set by the network only root may ask`,
  );
}

export function checkPower(
  power: Reading<{ readonly source: 'ac' | 'battery' | 'ups'; readonly percent: number | undefined }>,
): DoctorCheck {
  const value = valueOf(power);
  if (value === undefined)
    return warn('power', 'The power source could not be read.', 'Look at it with: pmset -g batt');
  const charge = value.percent === undefined ? '' : `, battery at ${value.percent} %`;
  if (value.source === 'ac') return ok('power', `AC${charge}`);
  return warn(
    'power',
    `${value.source === 'ups' ? 'UPS' : 'Battery'}${charge}.`,
    'Connect AC power: macOS puts off an upgrade on battery, and sleep stops the clock.',
  );
}

export function checkFileVault(state: Reading<'on' | 'off' | 'changing'>): DoctorCheck {
  const value = valueOf(state);
  switch (value) {
    case 'off':
      return ok('file-vault', 'Off: jobs start at boot.');
    case 'on':
      return warn(
        'file-vault',
        'On: after a restart nothing starts, and nothing is recorded, until somebody unlocks the disk.',
        'Unlock soon after each restart, or record on a Mac without FileVault. The wait is a blind window in the trace.',
      );
    case 'changing':
      return warn('file-vault', 'Being turned on or off.', 'Wait until it is done: fdesetup status');
    case undefined:
      return warn('file-vault', 'Could not be read.', 'Look at it with: fdesetup status');
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / GB).toFixed(1)} GB`;
}
