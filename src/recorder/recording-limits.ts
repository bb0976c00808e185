/** What ends a recording by itself: time, the size of its trace, and the space that is left on its disk. */
export interface RecordingLimits {
  readonly maxMs?: number | undefined;
  /** Of the trace file. */
  readonly maxBytes?: number | undefined;
  readonly diskFloorBytes?: number | undefined;
}

export type ReachedLimit =
  | { readonly kind: 'max-time' | 'max-size' }
  | { readonly kind: 'disk-floor'; readonly freeBytes: number; readonly floorBytes: number };

/** `freeBytes` is asked last, and only where there is a floor. */
export async function reachedLimit(
  { maxMs, maxBytes, diskFloorBytes: floorBytes }: RecordingLimits,
  recorded: { readonly ms: number; readonly bytes: number },
  freeBytes: () => Promise<number | undefined>,
): Promise<ReachedLimit | undefined> {
  if (maxMs !== undefined && recorded.ms >= maxMs) return { kind: 'max-time' };
  if (maxBytes !== undefined && recorded.bytes >= maxBytes) return { kind: 'max-size' };
  if (floorBytes === undefined) return undefined;
  const free = await freeBytes();
  return free === undefined || free >= floorBytes
    ? undefined
    : { kind: 'disk-floor', freeBytes: free, floorBytes };
}
