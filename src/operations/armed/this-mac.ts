import { openMacHost } from '../../platform/macos/mac-host.ts';
import { armedPaths } from '../../recorder/armed/paths.ts';
import type { ArmedOptions } from './status.ts';

/** The machine this runs on, with the folders that are the same on every Mac. */
export function thisMac(): ArmedOptions {
  return {
    platform: process.platform,
    uid: process.getuid?.(),
    paths: armedPaths(),
    host: openMacHost(),
    now: () => Date.now(),
  };
}

/** Who called sudo; undefined where root is there by itself. */
export function callerOf(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly uid: number; readonly gid: number } | undefined {
  const [uid, gid] = [environment['SUDO_UID'], environment['SUDO_GID']].map((text) =>
    /^\d{1,10}$/.test(text ?? '') ? Number(text) : undefined,
  );
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
