/**
 * Where things lie in the memory that JavaScript and this module share. All of it is laid out once; it never grows, so views of it stay valid.
 *
 *     input     whole lines as eslogger wrote them, with room for reads past both ends
 *     rows      what was found, one row of 88 bytes a line, see index.ts
 *     times     the time of each row as it was written, 32 bytes each, of which 30 count
 *     news      texts seen for the first time: { u32 kind, u32 id, u32 from, u32 length }; the text of a process has its row before it
 *     outline   the outline of the line at hand, and that of its process
 *     process   what was found in the process at hand: 32 numbers, then where its six texts are
 *     body      the event of the line at hand without its file times and sizes, and the texts and the row that were made of it
 *     slots     hash table of the texts: { u32 hash, u32 entry }
 *     entries   the texts: { u32 length, u32 kind, u32 id, u32 id of the outline (a process), the row of a process, bytes }
 *     wanted    names of the event types that are asked for: { u32 length, bytes }, 64 bytes each
 *     recent    entries of processes by a sample of their bytes, four a set
 */
const PADDING: usize = 64;

export const INPUT: usize = 1 << 16;
export const INPUT_BYTES: usize = (4 << 20) + 4096;
export const ROWS: usize = (INPUT + INPUT_BYTES + PADDING + 15) & ~15;
export const ROW_BYTES: usize = 88;
export const MOST_ROWS: u32 = 4096;
export const TIMES: usize = ROWS + ROW_BYTES * (MOST_ROWS as usize);
export const TIME_BYTES: usize = 32;
export const NEWS: usize = TIMES + TIME_BYTES * (MOST_ROWS as usize);
export const NEWS_BYTES: usize = 16;
/** What one line makes at most: two processes with six texts and an outline each, an event with four texts, an outline. */
export const NEWS_OF_LINE: u32 = 22;
export const MOST_NEWS: u32 = 8 * MOST_ROWS;
/** A longer line is read by hand. */
export const LONGEST_LINE: usize = 512 << 10;
export const OUTLINE: usize = NEWS + NEWS_BYTES * (MOST_NEWS as usize);
export const PROCESS_OUTLINE: usize = OUTLINE + LONGEST_LINE + PADDING;
export const BODY: usize = PROCESS_OUTLINE + LONGEST_LINE + PADDING;
/** Texts as long as the line, and two of them once more as one path. */
export const BODY_TEXTS: usize = BODY + LONGEST_LINE + PADDING;
/** { u32 operation, u32 modified (0: not said, 1: no, 2: yes), u32 ids of four texts, f64 CPU type } */
export const BODY_ROW: usize = BODY_TEXTS + 2 * (LONGEST_LINE + PADDING);
export const BODY_ROW_BYTES: usize = 32;
export const PROCESS_ROW: usize = BODY_ROW + BODY_ROW_BYTES;
export const PROCESS_ROW_BYTES: usize = 8 * 32 + 4 * 8;
export const SLOTS: usize = PROCESS_ROW + 8 * 40;
export const SLOT_COUNT: u32 = 1 << 16;
export const ENTRIES: usize = SLOTS + 8 * (SLOT_COUNT as usize);
export const ENTRIES_BYTES: usize = 12 << 20;
export const RECENT: usize = ENTRIES + ENTRIES_BYTES + PADDING;
export const RECENT_SETS: u32 = 1 << 11;
export const WANTED: usize = RECENT + 16 * (RECENT_SETS as usize);
export const WANTED_BYTES: usize = 64;
export const MOST_WANTED: u32 = 64;
