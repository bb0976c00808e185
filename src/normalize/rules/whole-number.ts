import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

export const wholeNumber: ComponentRule = {
  name: 'whole-number',
  about: 'Numbers of three digits or more as a token of their own: pids, uids, counters, seconds since 1970.',
  examples: [
    {
      from: '/.TemporaryItems/folders.501/TemporaryItems',
      to: '/.TemporaryItems/folders.{n}/TemporaryItems',
    },
    { from: 'pid-4711.log', to: 'pid-{n}.log' },
    { from: '1732358400.123456', to: '{n}.{n}' },
    { from: 'disk3s1', to: 'disk3s1' },
    { from: 'x86_64', to: 'x86_64' },
    { from: 'Spotlight-V100', to: 'Spotlight-V100' },
  ],
  needs: TRAIT.threeDigits,
  apply: (name) => name.replace(/(?<![0-9A-Za-z])\d{3,}(?![0-9A-Za-z])/g, '{n}'),
};
