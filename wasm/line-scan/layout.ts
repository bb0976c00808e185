/**
 * Where things lie in the memory that JavaScript and this module share. All of it is laid out once; it never grows, so views of it stay valid.
 *
 *     input    whole lines as eslogger wrote them, with room for reads past both ends
 *     output   the same lines, redacted
 *     lines    one row of 64 bytes a line , see writeRow
 *     hits     ids of the replacements made, one u32 each
 *     scratch  a replacement on its way in
 *     slots    hash table of the memory: { u32 hash, u32 entry }
 *     entries  what is remembered: { u32 length or dead, u32 verdict, u32 id, u32 length of the replacement, u32 length, u32 plain, text, replacement }
 */
const PADDING: usize = 64;

export const INPUT: usize = 1 << 16;
export const INPUT_BYTES: usize = 1 << 20;
export const OUTPUT: usize = INPUT + INPUT_BYTES + PADDING;
export const OUTPUT_BYTES: usize = 2 << 20;
export const LINES: usize = OUTPUT + OUTPUT_BYTES + PADDING;
export const LINE_BYTES: usize = 64;
export const MOST_LINES: u32 = 4096;
export const HITS: usize = LINES + LINE_BYTES * (MOST_LINES as usize);
export const MOST_HITS: u32 = 16384;
export const SCRATCH: usize = HITS + 4 * (MOST_HITS as usize);
export const SCRATCH_BYTES: usize = 1 << 16;
export const SLOTS: usize = SCRATCH + SCRATCH_BYTES;
export const SLOT_COUNT: u32 = 1 << 17;
export const ENTRIES: usize = SLOTS + 8 * (SLOT_COUNT as usize);
export const ENTRIES_BYTES: usize = 16 << 20;
