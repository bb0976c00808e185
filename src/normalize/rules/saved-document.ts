import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

export const savedDocument: ComponentRule = {
  name: 'saved-document',
  about: 'The folder of an atomic save; a number is added when one is already there.',
  examples: [
    { from: '(A Document Being Saved By mobileassetd)', to: '(A Document Being Saved By mobileassetd)' },
    { from: '(A Document Being Saved By mobileassetd 3)', to: '(A Document Being Saved By mobileassetd)' },
  ],
  needs: TRAIT.parenthesis,
  apply: (name) => name.replace(/^(\(A Document Being Saved By .+?) \d+\)$/, '$1)'),
};
