import type { Pattern } from '../../../src/detection/export/condition.ts';

/** A pattern as JavaScript's own regular expression, whole text. */
export function plainRegex(pattern: Pattern, flags = ''): RegExp {
  const source = pattern.map((part) =>
    part.kind === 'any'
      ? '.*'
      : part.kind === 'one'
        ? '.'
        : part.text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, `su${flags}`);
}
