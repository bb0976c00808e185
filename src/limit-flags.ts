/** Flags that raise a safety limit, in the same words wherever a command has them. */
import * as Flags from '@oclif/core/flags';
import { AppError } from './errors.ts';
import { parseShare } from './operations/share.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `4194304`, `4MiB`, `4M`, `4 mb`: all powers of 1024, in bytes. Errors: usage, naming `flag`. */
function parseByteSize(text: string, flag: string): number {
  const [, number, unit = ''] = /^(\d+)\s*([kmg]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (number === undefined || factor === undefined) {
    throw new AppError(
      'usage',
      `${flag} is "${text}"; it takes a number of bytes.`,
      `For example: ${flag} 16MiB`,
    );
  }
  return Number(number) * factor;
}

export const maxLineSize = Flags.custom<number>({
  helpValue: 'SIZE',
  summary: 'Longest event line taken in (default 4MiB, at most 64MiB); longer ones are skipped and counted.',
  parse: (text) => Promise.resolve(parseByteSize(text, '--max-line-size')),
});

export const maxRatio = Flags.custom<number>({
  helpValue: 'N',
  summary: 'How many times compressed input may grow, once it made 64 MiB (default 1000).',
  parse: (text) => {
    if (/^\d+(\.\d+)?$/.test(text)) return Promise.resolve(Number(text));
    throw new AppError(
      'usage',
      `--max-ratio is "${text}"; it takes a number.`,
      'For example: --max-ratio 5000',
    );
  },
});

export const maxLoss = Flags.custom<number>({
  helpValue: 'SHARE',
  summary: 'Refuse recordings that lost more than this share of their events, such as 0.01; ends with 3.',
  parse: (text) => Promise.resolve(parseShare(text, '--max-loss')),
});

const TIME_UNITS: Readonly<Record<string, number>> = {
  '': 1_000,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `90`, `90s`, `15m`, `2h`, `1d`; the value is milliseconds. */
export const duration = Flags.custom<number>({
  helpValue: 'TIME',
  parse: (text, _context, { name }) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([smhd]?)$/i.exec(text.trim()) ?? [];
    const factor = TIME_UNITS[unit.toLowerCase()];
    if (number !== undefined && factor !== undefined) return Promise.resolve(Number(number) * factor);
    throw new AppError('usage', `--${name} is "${text}"; it takes a time.`, `For example: --${name} 15m`);
  },
});

export const byteSize = Flags.custom<number>({
  helpValue: 'SIZE',
  parse: (text, _context, { name }) => Promise.resolve(parseByteSize(text, `--${name}`)),
});
