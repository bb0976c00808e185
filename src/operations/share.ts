import { AppError } from '../errors.ts';

/** A share from 0 to 1. Errors: usage, naming `flag`. */
export function parseShare(text: string, flag: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new AppError(
    'usage',
    `${flag} is "${text}"; it takes a share from 0 to 1.`,
    `For one per cent: ${flag} 0.01`,
  );
}
