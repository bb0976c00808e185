/**
 * Where things lie in the memory that JavaScript and this module share. All of it is laid out once; it never grows, so views of it stay valid.
 *
 *     input     whole lines as eslogger wrote them, with room for reads past both ends
 *     rows      what was found, 27 numbers of 8 bytes a line, see index.ts
 *     news      images seen for the first time, see images.ts
 *     slots     hash table of the images: { u32 hash, u32 entry }
 *     entries   the images: { u32 id, lengths of the four texts, flags, booleans, the bytes of the texts }
 */
/** What a function that reads 64 bytes at a time, and two more, may read past an end. */
const PADDING: usize = 96;

export const INPUT: usize = 1 << 16;
export const INPUT_BYTES: usize = (4 << 20) + 4096;
export const ROWS: usize = (INPUT + INPUT_BYTES + PADDING + 15) & ~15;
/** Head, then two processes. */
export const HEAD_NUMBERS: usize = 9;
export const PROCESS_NUMBERS: usize = 9;
export const ROW_BYTES: usize = 8 * (HEAD_NUMBERS + 2 * PROCESS_NUMBERS);
export const MOST_ROWS: u32 = 4096;
export const NEWS: usize = ROWS + ROW_BYTES * (MOST_ROWS as usize);
/** Where the texts are, then flags and booleans, as in an entry. */
export const NEWS_BYTES: usize = 40;
export const MOST_NEWS: u32 = 2 * MOST_ROWS;
export const SLOTS: usize = NEWS + NEWS_BYTES * (MOST_NEWS as usize);
export const SLOT_COUNT: u32 = 1 << 15;
export const ENTRIES: usize = SLOTS + 8 * (SLOT_COUNT as usize);
export const ENTRIES_BYTES: usize = 4 << 20;
/** 64 KiB each. */
export const PAGES: usize = (ENTRIES + ENTRIES_BYTES + PADDING + 0xffff) >> 16;
