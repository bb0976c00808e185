import { AppError } from '../../errors.ts';
import type { DamageError } from '../damage.ts';
import { shellWord } from '../../model/shell-word.ts';

/** Compressed input that does not decode. `name` as the person gave it. */
export function inputDamaged(name: string, damage: DamageError): AppError {
  return new AppError(
    'trace-damaged',
    `${name} is damaged at byte ${damage.offset}: ${damage.message}.`,
    `If it is an esdrift trace, save the rest with \`esdrift trace repair ${shellWord(name)} --out FILE\`; ` +
      'otherwise decompress what decompresses and import that.',
    { cause: damage },
  );
}
