/** Events that are read as rows, numbered in the order of BODY_OPERATIONS in src/events/scan/module.ts. */
import { isKey } from './keys';

export const OTHER: u32 = 0;
export const EXEC: u32 = 1;
export const CREATE: u32 = 2;
export const RENAME: u32 = 3;
export const CLOSE: u32 = 7;

/** Of an event whose name of `length` lies at `at`. */
export function operationOf(at: usize, length: usize): u32 {
  switch (length as u32) {
    case 4:
      return isKey(at, 'exec') ? EXEC : OTHER;
    case 5:
      if (isKey(at, 'close')) return CLOSE;
      return isKey(at, 'write') ? 5 : OTHER;
    case 6:
      if (isKey(at, 'create')) return CREATE;
      if (isKey(at, 'rename')) return RENAME;
      if (isKey(at, 'unlink')) return 4;
      if (isKey(at, 'setacl')) return 13;
      return isKey(at, 'utimes') ? 15 : OTHER;
    case 7:
      return isKey(at, 'setmode') ? 10 : OTHER;
    case 8:
      if (isKey(at, 'truncate')) return 6;
      if (isKey(at, 'setowner')) return 11;
      return isKey(at, 'setflags') ? 12 : OTHER;
    case 10:
      return isKey(at, 'setextattr') ? 8 : OTHER;
    case 11:
      return isKey(at, 'setattrlist') ? 14 : OTHER;
    case 13:
      return isKey(at, 'deleteextattr') ? 9 : OTHER;
    default:
      return OTHER;
  }
}
