/** The keys of a line that say something here, by their spelling as little-endian numbers, without quotes. */
export const GLOBAL_SEQ: u32 = 1;
export const SEQ: u32 = 2;
export const MACH_TIME: u32 = 4;
export const VERSION: u32 = 8;
export const TIME: u32 = 16;
export const EVENT: u32 = 32;
export const PROCESS: u32 = 64;
export const THREAD: u32 = 128;
export const THREAD_ID: u32 = 256;
/** A thread may be missing. */
export const NEEDED: u32 = 127;

export const _GLOBAL_S: u64 = 0x735f6c61626f6c67; // global_s
export const _SEQ_NUM: u64 = 0x6d756e5f716573; // seq_num
export const _MACH_TIM: u64 = 0x6d69745f6863616d; // mach_tim
export const _VERSION: u64 = 0x6e6f6973726576; // version
export const _PROCESS: u64 = 0x737365636f7270; // process
export const _TIME: u32 = 0x656d6974; // time
export const _EVENT: u64 = 0x746e657665; // event
export const _THREAD: u64 = 0x646165726874; // thread
export const _THREAD_I: u64 = 0x695f646165726874; // thread_i
export const _EXEC: u32 = 0x63657865; // exec
export const _FORK: u32 = 0x6b726f66; // fork
export const _TARGET: u64 = 0x746567726174; // target
export const _CHILD: u64 = 0x646c696863; // child
export const _STAT: u32 = 0x74617473; // stat
export const _ST_: u32 = 0x5f747322; // "st_
export const SEVEN: u64 = 0x00ffffffffffffff;
export const SIX: u64 = 0x0000ffffffffffff;
export const FIVE: u64 = 0x000000ffffffffff;

/** Which key of the envelope this is; 0: none. */
export function keyOf(at: usize, length: usize): u32 {
  const word = load<u64>(at);
  switch (length as u32) {
    case 4:
      return (word as u32) === _TIME ? TIME : 0;
    case 5:
      return (word & FIVE) === _EVENT ? EVENT : 0;
    case 6:
      return (word & SIX) === _THREAD ? THREAD : 0;
    case 7:
      if ((word & SEVEN) === _SEQ_NUM) return SEQ;
      if ((word & SEVEN) === _VERSION) return VERSION;
      return (word & SEVEN) === _PROCESS ? PROCESS : 0;
    case 9:
      return word === _MACH_TIM && load<u8>(at + 8) === 0x65 ? MACH_TIME : 0;
    case 14:
      return word === _GLOBAL_S && (load<u64>(at + 7) & SEVEN) === _SEQ_NUM ? GLOBAL_SEQ : 0;
    default:
      return 0;
  }
}

/** Whether the bytes at `at` are those of `name`. */
export function isKey(at: usize, name: string): bool {
  for (let index = 0; index < name.length; index += 1)
    if (load<u8>(at + index) !== (name.charCodeAt(index) as u8)) return false;
  return true;
}
