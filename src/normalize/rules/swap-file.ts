import type { PathRule } from '../rule.ts';

export const swapFile: PathRule = {
  name: 'swap-file',
  about: 'How many swap files there are depends on memory pressure.',
  examples: [
    { from: '/private/var/vm/swapfile4', to: '/var/vm/swapfile{n}' },
    { from: '/System/Volumes/VM/swapfile0', to: '/System/Volumes/VM/swapfile{n}' },
  ],
  reach: [
    { folder: '/vm/', components: 1 },
    { folder: '/VM/', components: 1 },
  ],
  apply: (path) =>
    !path.includes('/swapfile')
      ? path
      : path.replace(/^(\/var\/vm|\/System\/Volumes\/VM)\/swapfile\d+$/, '$1/swapfile{n}'),
};
