/** State that Endpoint Security cannot show, asked of the Mac. What could not be read says why; a question that fails stops nothing. */
import type { MacHost } from '../platform/macos/mac-host.ts';
import type { Reading } from '../platform/macos/reading.ts';

/** `folder`: where the trace is written, whose disk is looked at. */
export async function probe(host: MacHost, folder: string): Promise<Readonly<Record<string, unknown>>> {
  const [os, kernel, disk, snapshots, updateVariables, updateBrains] = await Promise.all([
    host.osVersion(),
    host.kernel(),
    host.diskSpace(folder),
    host.snapshots(),
    host.updateVariables(),
    host.updateBrains(),
  ]);
  return {
    os: told(os),
    bootTime: kernel.ok ? (kernel.value.bootTime ?? null) : told(kernel),
    freeBytes: disk.ok ? disk.value.freeBytes : told(disk),
    snapshots: told(snapshots),
    updateVariables: told(updateVariables),
    updateBrains: told(updateBrains),
  };
}

function told<Value>(reading: Reading<Value>): unknown {
  return reading.ok ? reading.value : { unread: reading.reason };
}
