/** Keys by their bytes as little-endian numbers: the first eight, the last eight, and those between where there are more than sixteen. */

/** Up to eight bytes. */
export const _TIME: u64 = 0x656d6974;
export const _EVENT: u64 = 0x746e657665;
export const _PROCESS: u64 = 0x737365636f7270;
export const _SEQ_NUM: u64 = 0x6d756e5f716573;
export const _TARGET: u64 = 0x746567726174;
export const _CHILD: u64 = 0x646c696863;
export const _STAT: u64 = 0x74617473;
export const _ARGS: u64 = 0x73677261;
export const _ENV: u64 = 0x766e65;
export const _CDHASH: u64 = 0x687361686463;
export const _TEAM_ID: u64 = 0x64695f6d616574;
export const _PATH: u64 = 0x68746170;

export function isShortKey(key: usize, length: usize, bytes: u64): bool {
  return (load<u64>(key) & (((1 as u64) << ((length as u64) << 3)) - 1)) === bytes;
}

/** Nine to sixteen bytes. */
export function isKey(key: usize, length: usize, first: u64, last: u64): bool {
  return load<u64>(key) === first && load<u64>(key + length - 8) === last;
}

export function isLongKey(key: usize, length: usize, first: u64, middle: u64, last: u64): bool {
  return isKey(key, length, first, last) && load<u64>(key, 8) === middle;
}
