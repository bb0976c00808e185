import { AppError } from '../errors.ts';
import { shellWord } from '../model/shell-word.ts';

/** Something in a trace is not what was written. Caught where a reader can go on; otherwise it becomes `trace-damaged`. */
export class DamageError extends Error {
  /** Byte offset in the file. */
  readonly offset: number;

  constructor(offset: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'DamageError';
    this.offset = offset;
  }
}

export function traceDamaged(path: string, damage: DamageError): AppError {
  return new AppError(
    'trace-damaged',
    `${path} is damaged at byte ${damage.offset}: ${damage.message}.`,
    `See all of it with \`esdrift trace verify ${shellWord(path)}\`; save the rest with \`esdrift trace repair ${shellWord(path)} --out FILE\`.`,
    { cause: damage },
  );
}
